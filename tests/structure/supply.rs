//! What `deny.toml` says about dependencies, held without cargo-deny: bans and their wrappers, version floors,
//! licences, sources. cargo-deny checks the same file, and more of it, in `make check`.

use std::fs;

use semver::VersionReq;
use serde::Deserialize;
use tvist_tests::workspace;

use crate::graph::{Package, resolved};

#[derive(Deserialize)]
struct Rules {
    bans: Bans,
    licenses: Licenses,
    sources: Sources,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    /// A name, or `name:requirement`.
    #[serde(rename = "crate")]
    package: String,
    /// Who may depend on it directly; without this member, nobody.
    wrappers: Option<Vec<String>>,
    reason: String,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

fn rules() -> Rules {
    let text = fs::read_to_string(workspace().join("deny.toml"))
        .expect("deny.toml stands in the workspace");
    toml::from_str(&text).expect("deny.toml is as cargo-deny wants it")
}

impl Ban {
    fn name(&self) -> &str {
        self.package.split(':').next().unwrap_or_default()
    }

    fn covers(&self, package: &Package) -> bool {
        let wanted = self
            .package
            .split_once(':')
            .map(|(_, wanted)| VersionReq::parse(wanted).expect("a requirement"));
        package.name == self.name() && wanted.is_none_or(|wanted| wanted.matches(&package.version))
    }

    fn breaches(&self, packages: &[Package]) -> Vec<String> {
        let banned = packages.iter().filter(|package| self.covers(package));
        let Some(wrappers) = &self.wrappers else {
            return banned
                .map(|package| format!("{} {}: {}", package.name, package.version, self.reason))
                .collect();
        };
        let users = packages
            .iter()
            .filter(|package| package.needs.iter().any(|need| need == self.name()));
        let strangers = users.filter(|package| !wrappers.contains(&package.name));
        strangers
            .map(|package| format!("{} → {}: {}", package.name, self.name(), self.reason))
            .collect()
    }
}

fn license_breach(package: &Package, allowed: &[String]) -> Option<String> {
    let stated = package.license.as_deref().unwrap_or("none");
    // Old packages write `/` where SPDX has OR.
    let expression = spdx::Expression::parse_mode(stated, spdx::ParseMode::LAX);
    let fits = expression.is_ok_and(|expression| {
        expression.evaluate(|need| {
            allowed.iter().any(|one| {
                one.parse::<spdx::Licensee>()
                    .is_ok_and(|l| l.satisfies(need))
            })
        })
    });
    (!fits).then(|| format!("{} is under {stated}", package.name))
}

fn breaches(packages: &[Package]) -> Vec<String> {
    let rules = rules();
    let bans = rules
        .bans
        .deny
        .iter()
        .flat_map(|ban| ban.breaches(packages));
    let licenses = packages
        .iter()
        .filter_map(|package| license_breach(package, &rules.licenses.allow));
    let registry = |source: &str| source.strip_prefix("registry+").map(str::to_owned);
    let foreign = packages.iter().filter(|package| {
        let source = package.source.as_deref();
        source.is_some_and(|from| {
            !registry(from).is_some_and(|from| rules.sources.allow_registry.contains(&from))
        })
    });
    let sources =
        foreign.map(|package| format!("{} comes from {:?}", package.name, package.source));
    bans.chain(licenses).chain(sources).collect()
}

fn one_of(packages: &mut [Package], name: &str) -> usize {
    packages
        .iter()
        .position(|package| package.name == name)
        .unwrap_or_else(|| panic!("no {name} in the graph"))
}

#[test]
fn the_dependencies_follow_the_rules() {
    assert_eq!(breaches(&resolved()), Vec::<String>::new());
}

#[test]
fn a_dependency_out_of_its_room_is_found() {
    let packages = resolved();
    for ban in rules().bans.deny {
        let Some(wrappers) = &ban.wrappers else {
            continue;
        };
        for crate_of_ours in packages.iter().filter(|package| package.source.is_none()) {
            if wrappers.contains(&crate_of_ours.name) {
                continue;
            }
            let mut broken = packages.clone();
            let index = one_of(&mut broken, &crate_of_ours.name);
            broken[index].needs.push(ban.name().to_owned());
            let said = format!("{} → {}: {}", crate_of_ours.name, ban.name(), ban.reason);
            assert_eq!(breaches(&broken), [said]);
        }
    }
}

#[test]
fn a_banned_or_holed_version_is_found() {
    let packages = resolved();
    for ban in rules()
        .bans
        .deny
        .iter()
        .filter(|ban| ban.wrappers.is_none())
    {
        let mut broken = packages.clone();
        let floor = ban
            .package
            .split_once(":<")
            .map_or("1.0.0", |(_, floor)| floor);
        let floor: semver::Version = floor.parse().expect("a floor is a version");
        let below = semver::Version {
            minor: floor.minor.saturating_sub(1),
            ..floor
        };
        let intruder = Package {
            name: ban.name().to_owned(),
            version: below,
            needs: vec![],
            tests_need: vec![],
            ..packages[0].clone()
        };
        broken.push(intruder);
        let found = breaches(&broken);
        assert!(
            found.iter().any(|breach| breach.ends_with(&ban.reason)),
            "{}: {found:?}",
            ban.package
        );
    }
}

#[test]
fn a_strange_licence_or_source_is_found() {
    let packages = resolved();
    for license in [
        Some("GPL-3.0-only"),
        Some("MIT AND GPL-3.0-only"),
        Some("nonsense here"),
        None,
    ] {
        let mut broken = packages.clone();
        let index = one_of(&mut broken, "serde");
        broken[index].license = license.map(str::to_owned);
        assert_eq!(breaches(&broken).len(), 1, "{license:?}");
    }
    for source in [
        "git+https://example.org/serde",
        "registry+https://example.org/index",
    ] {
        let mut broken = packages.clone();
        let index = one_of(&mut broken, "serde");
        broken[index].source = Some(source.to_owned());
        assert_eq!(breaches(&broken).len(), 1, "{source}");
    }
}
