//! `column=operator.value`: which rows a subscriber wants to hear of.

use super::pgoutput::Row;
use serde_json::Value;
use std::cmp::Ordering;

/// A filter. Its operands must be written as Postgres writes values of the column, so that equal values have equal
/// texts.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub(super) column: String,
    /// How a value may compare to one of the operands.
    accepts: fn(Ordering) -> bool,
    pub(super) operands: Vec<String>,
    /// Whether the operand, as it was sent, is a list of them.
    pub(super) is_list: bool,
    /// Whether the column's values are numbers; other texts sort as their values do.
    pub(super) numeric: bool,
}

type Operator = (&'static str, fn(Ordering) -> bool);

const OPERATORS: [Operator; 7] = [
    ("eq", Ordering::is_eq),
    ("neq", Ordering::is_ne),
    ("lt", Ordering::is_lt),
    ("lte", Ordering::is_le),
    ("gt", Ordering::is_gt),
    ("gte", Ordering::is_ge),
    ("in", Ordering::is_eq),
];

impl Filter {
    /// Reads a filter with its one operand as it was sent, of `in` as a Postgres array; or says in the hosted service's
    /// words what it is instead.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let parsed = || {
            let (column, condition) = text.split_once('=')?;
            let (operator, value) = condition.split_once('.')?;
            let (_, accepts) = OPERATORS.into_iter().find(|(name, _)| *name == operator)?;
            let is_list = operator == "in";
            let list = || Some(format!("{{{}}}", value.strip_prefix('(')?.strip_suffix(')')?));
            let operand = if is_list { list()? } else { value.to_owned() };
            Some(Self { column: column.to_owned(), accepts, operands: vec![operand], is_list, numeric: false })
        };
        parsed().ok_or_else(|| {
            let condition = text.split_once('=').map_or(text, |(_, condition)| condition);
            let parts: Vec<&str> = condition.splitn(2, '.').collect();
            format!("Error parsing `filter` params: {parts:?}")
        })
    }

    /// Whether a row fulfils it; one without a value does not.
    pub(super) fn admits(&self, row: &Row) -> bool {
        let Some(Value::String(value)) = row.get(&self.column) else { return false };
        self.operands.iter().any(|operand| self.compare(value, operand).is_some_and(self.accepts))
    }

    fn compare(&self, value: &str, operand: &str) -> Option<Ordering> {
        if !self.numeric {
            return Some(value.cmp(operand));
        }
        match (value.parse::<i64>(), operand.parse::<i64>()) {
            (Ok(value), Ok(operand)) => Some(value.cmp(&operand)),
            _ => value.parse::<f64>().ok()?.partial_cmp(&operand.parse().ok()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(filter: &str, numeric: bool, value: Option<&str>) -> bool {
        let mut filter = Filter { numeric, ..Filter::parse(filter).unwrap() };
        if filter.is_list {
            filter.operands = filter.operands[0].trim_matches(['{', '}']).split(',').map(str::to_owned).collect();
        }
        let row = Row::from_iter([("price".to_owned(), value.map_or(Value::Null, Value::from))]);
        filter.admits(&row)
    }

    #[test]
    fn operators_compare_as_postgres_does() {
        let at = ["9", "10", "11"].map(Some);
        for (filter, wanted) in [
            ("price=eq.10", [false, true, false]),
            ("price=neq.10", [true, false, true]),
            ("price=lt.10", [true, false, false]),
            ("price=lte.10", [true, true, false]),
            ("price=gt.10", [false, false, true]),
            ("price=gte.10", [false, true, true]),
            ("price=in.(9,11)", [true, false, true]),
        ] {
            assert_eq!(at.map(|value| admits(filter, true, value)), wanted, "{filter}");
            assert!(!admits(filter, true, None), "null passes no filter: {filter}");
        }
        assert!(admits("price=lt.10.5", true, Some("10.25")));
        assert!(!admits("price=eq.9007199254740993", true, Some("9007199254740992")), "no rounding of whole numbers");
        assert!(admits("price=lt.9", false, Some("10")), "texts sort as texts");
        assert!(!admits("other=eq.10", true, Some("10")), "an unknown column passes nothing");
    }

    #[test]
    fn a_wrong_filter_is_named() {
        for (filter, parts) in [
            ("undefined", r#"["undefined"]"#),
            ("subject=foo.hey", r#"["foo", "hey"]"#),
            ("id=in.1,2", r#"["in", "1,2"]"#),
        ] {
            assert_eq!(Filter::parse(filter).unwrap_err(), format!("Error parsing `filter` params: {parts}"));
        }
        assert_eq!(Filter::parse("name=eq.a=b.c").unwrap().operands, ["a=b.c"]);
    }
}
