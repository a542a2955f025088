//! Whether a function can be found where people look for it.

use std::collections::BTreeSet;
use std::fs;

use ipelya_edge::Routes;

use ipelya_local::functions;
use ipelya_local::layout::Layout;

/// Holds the routes of a binary against the other places that name them: the local stack's router in `Cargo.toml` and
/// the table of functions in `README.md`. Panics at the first difference.
pub async fn assert_published(binary: &str, routes: &Routes) {
    let layout = Layout::find().expect("tests run inside the repository");
    let router = functions::routes(&layout).await.expect("cargo describes the workspace");
    let served: BTreeSet<&str> = routes.iter().filter_map(|route| router.leading_to(route.path())).collect();
    assert_eq!(router.paths_of(binary), served, "[workspace.metadata.lambda.watch.router] in Cargo.toml");

    let readme = fs::read_to_string(layout.root().join("README.md")).expect("there is a README.md");
    for route in routes.iter() {
        assert!(router.leading_to(route.path()).is_some(), "Cargo.toml leads nobody to {}", route.path());
        let name = route.name().replace("/functions/v1/", "");
        assert!(readme.contains(&format!("\n| `{name}` |")), "README.md has no row for `{name}`");
    }
}
