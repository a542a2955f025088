//! Writes `docs/schema.md` anew, from the database of a fresh test project. Needs a running test stack.

use std::error::Error;

use ipelya_local::layout::{Layout, write_atomically};
use ipelya_test::Project;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let project = Project::start().await;
    let document = ipelya_schema::document(project.db()).await?;
    write_atomically(&Layout::find()?.root().join(ipelya_schema::DOCUMENT), document)?;
    Ok(())
}
