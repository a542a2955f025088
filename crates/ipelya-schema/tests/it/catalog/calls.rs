//! What the functions call, as they declare it, held against the catalog.

use std::collections::BTreeMap;

use ipelya_edge::db::{Db, Declaration};
use ipelya_test::Project;

/// A function's parameters by name with their types, those that must be given first, and what it returns.
async fn signature(project: &Project, function: &str) -> (Vec<(String, String)>, usize, String) {
    let sql = "select coalesce(p.proargnames::text[], '{}'), array(
                 select format_type(a.of_type, null) from unnest(p.proargtypes) with ordinality a (of_type, place)
                 order by a.place
               ), (p.pronargs - p.pronargdefaults)::bigint, pg_get_function_result(p.oid)
               from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = $1";
    let rows = project.db().query(sql, &[&function]).await.unwrap();
    let [row] = &rows[..] else { panic!("there are {} functions {function}", rows.len()) };
    let (names, types): (Vec<String>, Vec<String>) = (row.get(0), row.get(1));
    (names.into_iter().zip(types).collect(), usize::try_from(row.get::<_, i64>(2)).unwrap(), row.get(3))
}

#[tokio::test]
async fn every_call_gives_the_parameters_of_its_function_by_name_and_type_and_takes_what_it_returns() {
    let project = Project::start().await;
    for declaration in Db::DECLARATIONS.concat() {
        let Declaration { function, returns, .. } = declaration;
        let (parameters, required, result) = signature(&project, function).await;
        let of: BTreeMap<_, _> = parameters.iter().map(|(name, of)| (name.as_str(), of.as_str())).collect();
        let given: BTreeMap<_, _> = declaration.arguments().collect();
        for (name, sql_type) in &given {
            assert_eq!(of.get(name), Some(&sql_type.name()), "{function}({name})");
        }
        for (name, _) in &parameters[..required] {
            assert!(given.contains_key(name.as_str()), "{function} wants {name}");
        }
        assert_eq!(result, returns, "{function}");
    }
}

#[test]
fn no_function_is_declared_twice() {
    let mut functions: Vec<_> = Db::DECLARATIONS.concat().iter().map(|call| call.function).collect();
    functions.sort_unstable();
    assert!(functions.windows(2).all(|pair| pair[0] != pair[1]), "{functions:?}");
}
