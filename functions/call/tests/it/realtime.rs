//! What Realtime tells of calls: each change of a row, to whoever may select it.

use ipelya_test::User;
use serde_json::{Value, json};

use super::support::Line;

/// Remembers every change from now on, as the publication carries it.
pub(crate) async fn watch(line: &Line) {
    let watch = "
        create table public.told (turn bigserial, operation text, call_id uuid, status text);
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
          insert into public.told (operation, call_id, status)
          select tg_op, new.id, new.status
          from pg_publication_tables
          where pubname = 'supabase_realtime' and schemaname = tg_table_schema and tablename = tg_table_name;
          return null;
        end;
        $$;
        create trigger tell after insert or update on public.calls for each row execute function public.tell()";
    line.project.db().batch_execute(watch).await.unwrap();
}

/// The changes of status that somebody's phone has been told of, in order.
pub(crate) async fn told(line: &Line, user: &User) -> Value {
    let db = line.project.db();
    let claims = json!({ "sub": user.id, "role": "authenticated" });
    let as_user = format!("begin; set local role authenticated; set local request.jwt.claims = '{claims}'");
    db.batch_execute(&as_user).await.unwrap();
    let selected = line.project.value("select coalesce(jsonb_agg(id), '[]') from public.calls", &[]).await;
    db.batch_execute("rollback").await.unwrap();
    let sql = "select coalesce(jsonb_agg(jsonb_build_array(operation, status) order by turn), '[]')
               from (
                 select t.*, lag(t.status) over (partition by t.call_id order by t.turn) as before
                 from public.told t
                 where $1::jsonb ? t.call_id::text
               ) change
               where status is distinct from before";
    line.project.value(sql, &[&selected]).await
}
