//! Supabase's own command line takes the folder as it is.

use std::fs;
use std::path::{Path, PathBuf};

use ipelya_local::clock::new_id;
use tokio::process::Command;

use crate::migrations::scratch::Scratch;

/// A folder that `supabase` takes for a project; removed with this value.
struct Checkout(PathBuf);

impl Checkout {
    fn of(scratch: &Scratch) -> Self {
        let dir = std::env::temp_dir().join(format!("ipelya-push-{}", new_id().simple()));
        let migrations = dir.join("supabase/migrations");
        fs::create_dir_all(&migrations).unwrap();
        for file in scratch.layout.migrations().unwrap() {
            fs::copy(&file, migrations.join(file.file_name().unwrap())).unwrap();
        }
        Self(dir)
    }

    /// `supabase db push`, which succeeds: what it says.
    async fn push(&self, scratch: &Scratch) -> String {
        let output = Command::new(cli().await)
            .args(["db", "push", "--yes", "--db-url", &format!("{}?sslmode=disable", scratch.url())])
            .current_dir(&self.0)
            // nothing of it in the user's home, and nothing of it reported
            .env("HOME", &self.0)
            .env("SUPABASE_TELEMETRY_DISABLED", "1")
            .env("DO_NOT_TRACK", "1")
            .output()
            .await
            .unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}");
        said
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The command, installed when it is not yet.
async fn cli() -> PathBuf {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/migrations/supabase-cli");
    let program = dir.join("node_modules/.bin/supabase");
    if !program.exists() {
        let install = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
        let installed = Command::new("npm").args(install).current_dir(&dir).status().await;
        assert!(installed.is_ok_and(|status| status.success()), "`npm ci` installs Supabase's command line");
    }
    program
}

#[tokio::test]
async fn supabase_db_push_brings_an_empty_project_to_the_documented_schema_and_has_nothing_to_do_after_that() {
    let scratch = Scratch::new().await;
    let checkout = Checkout::of(&scratch);
    checkout.push(&scratch).await;
    let db = scratch.superuser().await;
    let written = fs::read_to_string(scratch.layout.root().join(ipelya_schema::DOCUMENT)).unwrap();
    let rendered = ipelya_schema::document(&db).await.unwrap();
    assert!(rendered == written, "not the schema of the document; `--test it catalog::document` tells the difference");

    let known = "select count(*) from supabase_migrations.schema_migrations";
    let applied: i64 = db.query_one(known, &[]).await.unwrap().get(0);
    assert_eq!(usize::try_from(applied).unwrap(), scratch.layout.migrations().unwrap().len());
    let again = checkout.push(&scratch).await;
    assert!(again.contains("up to date"), "{again}");
}
