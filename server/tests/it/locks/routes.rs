//! The routes that locks are tried on. A new one in `router.rs` fails here until it stands in its list.

/// Every route that takes a POST but the server functions.
pub const WRITES: [&str; 11] = [
    "/login",
    app::routes::CODE,
    "/logout",
    "/forgot",
    "/activate",
    "/reset",
    "/enter",
    "/setup",
    "/signup",
    app::routes::REPORTS,
    app::routes::UPLOAD,
];

/// Every route that takes a GET but pages behind the sign-in and files.
pub const READS: [&str; 12] = [
    "/login",
    app::routes::CODE,
    "/forgot",
    "/activate",
    "/reset",
    "/enter",
    "/setup",
    "/signup",
    "/template/client",
    app::routes::SECURITY_LOG_FILE,
    app::routes::LIVE,
    "/readyz",
];

#[test]
fn every_route_of_the_router_stands_in_a_list() {
    let router = include_str!("../../../src/router.rs");
    // A call may be broken over lines, so each goes to its end and not to the line's.
    let routes: Vec<String> =
        router.split(".route(").skip(1).map(|call| call.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let taking = |method: &str| routes.iter().filter(|call| call.contains(method)).count();
    assert_eq!(taking("post("), WRITES.len(), "{routes:#?}");
    // Files and the plain sign of life have no function of their own here.
    assert_eq!(taking("get("), READS.len() + ["/a/{hash}/{*path}", "/healthz"].len(), "{routes:#?}");
    let literal =
        |path: &&str| path.matches('/').count() == 1 && ![app::routes::LIVE, app::routes::REPORTS].contains(path);
    for path in WRITES.into_iter().chain(READS).filter(literal) {
        assert!(routes.iter().any(|call| call.starts_with(&format!("\"{path}\""))), "{path}");
    }
}
