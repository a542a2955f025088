//! Writes `docs/openapi.json` anew.

use std::error::Error;

use ipelya_local::layout::{Layout, write_atomically};

fn main() -> Result<(), Box<dyn Error>> {
    let layout = Layout::find()?;
    let document = ipelya_openapi::document(layout.root())?;
    write_atomically(&layout.root().join(ipelya_openapi::DOCUMENT), ipelya_openapi::text(&document))?;
    Ok(())
}
