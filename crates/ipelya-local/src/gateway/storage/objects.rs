//! Files and their rows, which are written and removed together.

use super::Storage;
use super::refusal::Refusal;
use super::upload::Upload;
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use crate::postgres;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;
use tokio::fs;
use tokio_postgres::Transaction;
use uuid::Uuid;

/// What a client wants listed.
#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Listing {
    prefix: String,
    search: String,
    limit: i64,
    offset: i64,
    sort_by: Sorting,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sorting {
    column: String,
    order: String,
}

impl Default for Listing {
    fn default() -> Self {
        let (prefix, search) = (String::new(), String::new());
        Self { prefix, search, limit: 100, offset: 0, sort_by: Sorting::default() }
    }
}

/// A file that anybody may have.
#[derive(Debug)]
pub(super) struct Public {
    pub(super) metadata: Value,
    pub(super) content: Vec<u8>,
}

impl Storage {
    /// Stores a file as `caller`, over the one of that name only if `replace`; returns its id.
    pub(super) async fn put(
        &self,
        caller: &Caller,
        bucket: &str,
        name: &str,
        upload: &Upload,
        replace: bool,
    ) -> Result<Uuid, Refusal> {
        let mut client = postgres::connect(&self.database_url).await?;
        let transaction = client.transaction().await?;
        admit(&transaction, bucket, upload).await?;
        let find = "select id, version from storage.objects where bucket_id = $1 and name = $2 for update";
        let before = transaction.query_opt(find, &[&bucket, &name]).await?;
        let (id, version) = (new_id(), new_id().to_string());

        caller.act_in(&transaction).await?;
        let over =
            "on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata,
                      user_metadata = excluded.user_metadata, owner = excluded.owner, owner_id = excluded.owner_id,
                      updated_at = now()";
        let insert = format!(
            "insert into storage.objects (id, bucket_id, name, owner, owner_id, version, metadata, user_metadata)
             values ($1, $2, $3, $4::text::uuid, $4::text, $5, $6, $7) {}",
            if replace { over } else { "" }
        );
        let owner = &caller.subject;
        let row: &[&(dyn tokio_postgres::types::ToSql + Sync)] =
            &[&id, &bucket, &name, owner, &version, &upload.metadata(), &upload.notes];
        transaction.execute(&insert, row).await?;

        fs::create_dir_all(&self.files).await?;
        let file = self.file(&version);
        fs::write(&file, &upload.content).await?;
        if let Err(error) = transaction.commit().await {
            let _ = fs::remove_file(file).await;
            return Err(error.into());
        }
        let Some(before) = before else { return Ok(id) };
        self.throw_away(before.try_get(1)?).await;
        Ok(before.try_get(0)?)
    }

    /// Removes, of the files named, those that `caller` may; returns their rows.
    pub(super) async fn remove(&self, caller: &Caller, bucket: &str, names: &[String]) -> Result<Value, Refusal> {
        let mut client = postgres::connect(&self.database_url).await?;
        let transaction = client.transaction().await?;
        caller.act_in(&transaction).await?;
        let delete = "with gone as (
                        delete from storage.objects where bucket_id = $1 and name = any ($2) returning *
                      )
                      select coalesce(jsonb_agg(gone), '[]'), coalesce(array_agg(gone.version), '{}') from gone";
        let row = transaction.query_one(delete, &[&bucket, &names]).await?;
        transaction.commit().await?;
        for version in row.try_get::<_, Vec<Option<String>>>(1)? {
            self.throw_away(version).await;
        }
        Ok(row.try_get(0)?)
    }

    /// The folders and files directly below a folder, as far as `caller` sees them.
    pub(super) async fn list(&self, caller: &Caller, bucket: &str, listing: &Listing) -> Result<Value, Refusal> {
        let column = match listing.sort_by.column.as_str() {
            column @ ("created_at" | "updated_at" | "last_accessed_at") => column,
            _ => "name",
        };
        let order = if listing.sort_by.order.eq_ignore_ascii_case("desc") { "desc" } else { "asc" };
        let folder = listing.prefix.trim_end_matches('/');
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let select = format!(
            "with inside as (
               select o.*, split_part(substr(o.name, length($2) + 1), '/', 1) as entry,
                 strpos(substr(o.name, length($2) + 1), '/') > 0 as is_folder
               from storage.objects o
               where o.bucket_id = $1 and starts_with(o.name, $2)
             ), entries as (
               select distinct entry as name, true as is_folder, null::uuid as id, null::timestamptz as created_at,
                 null::timestamptz as updated_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
               from inside where is_folder
               union all
               select entry, false, id, created_at, updated_at, last_accessed_at, metadata
               from inside where not is_folder
             ), page as (
               select * from entries where starts_with(lower(name), lower($3))
               order by is_folder desc, {column} {order}, name limit $4 offset $5
             )
             select coalesce(
               jsonb_agg(to_jsonb(page) - 'is_folder' order by is_folder desc, {column} {order}, name), '[]'
             )
             from page"
        );
        let mut client = postgres::connect(&self.database_url).await?;
        let transaction = client.transaction().await?;
        caller.act_in(&transaction).await?;
        let (search, limit, offset) = (&listing.search, &listing.limit, &listing.offset);
        let row = transaction.query_one(&select, &[&bucket, &folder, search, limit, offset]).await?;
        Ok(row.try_get(0)?)
    }

    /// A file of a public bucket.
    pub(super) async fn public(&self, bucket: &str, name: &str) -> Result<Public, Refusal> {
        let client = postgres::connect(&self.database_url).await?;
        let is_public = "select from storage.buckets where id = $1 and public";
        client.query_opt(is_public, &[&bucket]).await?.ok_or_else(Refusal::no_bucket)?;
        let find = "select version, metadata from storage.objects
                    where bucket_id = $1 and name = $2 and version is not null and metadata is not null";
        let row = client.query_opt(find, &[&bucket, &name]).await?.ok_or_else(Refusal::no_object)?;
        let content = fs::read(self.file(row.try_get(0)?)).await.map_err(|_| Refusal::no_object())?;
        Ok(Public { metadata: row.try_get(1)?, content })
    }

    /// Where a version is. Versions are our own ids; anything else in the row leads to no file.
    fn file(&self, version: &str) -> PathBuf {
        self.files.join(version.parse::<Uuid>().unwrap_or_default().to_string())
    }

    async fn throw_away(&self, version: Option<String>) {
        if let Some(version) = version {
            let _ = fs::remove_file(self.file(&version)).await;
        }
    }
}

/// Refuses what the bucket does not take.
async fn admit(transaction: &Transaction<'_>, bucket: &str, upload: &Upload) -> Result<(), Refusal> {
    let find = "select file_size_limit, allowed_mime_types from storage.buckets where id = $1";
    let row = transaction.query_opt(find, &[&bucket]).await?.ok_or_else(Refusal::no_bucket)?;
    let (limit, allowed): (Option<i64>, Option<Vec<String>>) = (row.try_get(0)?, row.try_get(1)?);
    if limit.is_some_and(|limit| i64::try_from(upload.content.len()).unwrap_or(i64::MAX) > limit) {
        return Err(Refusal::too_large());
    }
    if allowed.is_some_and(|allowed| !upload.is_among(&allowed)) {
        return Err(Refusal::unsupported(&upload.mime));
    }
    Ok(())
}
