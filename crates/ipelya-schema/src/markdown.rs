//! Rows as Markdown. It knows nothing of what the rows are about.

use std::collections::BTreeMap;

use tokio_postgres::{Error, Row};

/// Markdown tables by the value of the rows' first column.
pub(crate) type Grouped = BTreeMap<String, String>;

/// Makes one Markdown table, headed by the other columns' names, for each value of the first column.
pub(crate) fn grouped(rows: &[Row]) -> Result<Grouped, Error> {
    let mut tables = Grouped::new();
    for row in rows {
        let names = row.columns().iter().skip(1).map(tokio_postgres::Column::name);
        let cells = (1..row.len()).map(|place| row.try_get(place)).collect::<Result<Vec<Option<String>>, _>>()?;
        let table = tables.entry(row.try_get(0)?).or_insert_with(|| {
            let rule = "|---".repeat(cells.len());
            format!("{}{rule}|\n\n", line(names))
        });
        // before the empty line that ends the table
        table.pop();
        *table += &line(cells.iter().map(|cell| cell.as_deref().unwrap_or_default()));
        table.push('\n');
    }
    Ok(tables)
}

/// Names, as code, with commas between.
pub(crate) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(cell).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A text on one line, its bars told apart from the table's.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_on_its_line_and_between_its_bars() {
        assert_eq!(line(["`a\n  || b`", ""].into_iter()), "| `a \\|\\| b` |  |\n");
    }
}
