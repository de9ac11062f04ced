use hegui::{form::*, pack::*};
use toml::Value as V;
fn s(v: &V, k: &str) -> String {
    v.get(k).and_then(|x| x.as_str()).unwrap_or("").to_string()
}
fn b(v: &V, k: &str, d: bool) -> bool {
    v.get(k).and_then(|x| x.as_bool()).unwrap_or(d)
}
fn l(v: &V, k: &str) -> Vec<String> {
    v.get(k)
        .and_then(|x| x.as_array())
        .map(|a| a.iter().map(|x| x.as_str().unwrap().to_string()).collect())
        .unwrap_or_default()
}
fn ll(v: &V, k: &str) -> Vec<Vec<String>> {
    v.get(k)
        .and_then(|x| x.as_array())
        .map(|a| {
            a.iter()
                .map(|x| {
                    x.as_array()
                        .unwrap()
                        .iter()
                        .map(|y| y.as_str().unwrap().to_string())
                        .collect()
                })
                .collect()
        })
        .unwrap_or_default()
}
fn arr<'a>(v: &'a V, k: &str) -> Vec<&'a V> {
    v.get(k)
        .and_then(|x| x.as_array())
        .map(|a| a.iter().collect())
        .unwrap_or_default()
}
fn load(id: &str) -> Pack {
    let dir = format!("rules/{id}");
    let rd = |p: String| -> V { toml::from_str(&std::fs::read_to_string(p).unwrap()).unwrap() };
    let p = rd(format!("{dir}/pack.toml"));
    let common = rd("rules/gid-common/pack.toml".into());
    let org = rd("rules/gid-common/organs.toml".into());
    let mut forms = vec![];
    let mut fs: Vec<_> = std::fs::read_dir(format!("{dir}/forms"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    fs.sort();
    for f in fs {
        let v = rd(f.to_str().unwrap().into());
        forms.push(Form {
            id: s(&v, "id"),
            name: s(&v, "name"),
            name_en: s(&v, "name_en"),
            title: s(&v, "title"),
            section: None,
            found_at: v.get("found_at").and_then(|x| x.as_integer()).unwrap_or(40) as u32,
            identities: vec![],
            blocks: arr(&v, "block")
                .into_iter()
                .map(|k| Block {
                    header: l(k, "header"),
                    across: b(k, "across", false),
                    columns: arr(k, "columns")
                        .into_iter()
                        .map(|c| Column {
                            id: s(c, "id"),
                            name: s(c, "name"),
                            labels: l(c, "labels"),
                            unit: c.get("unit").and_then(|x| x.as_str()).map(String::from),
                            total: b(c, "total", false),
                            decimal: b(c, "decimal", false),
                            signed: b(c, "signed", false),
                        })
                        .collect(),
                    rows: arr(k, "rows")
                        .into_iter()
                        .chain(arr(k, "row"))
                        .map(|c| Row {
                            id: s(c, "id"),
                            name: s(c, "name"),
                            labels: l(c, "labels"),
                            unit: c.get("unit").and_then(|x| x.as_str()).map(String::from),
                            total: b(c, "total", false),
                            decimal: b(c, "decimal", false),
                            heading: b(c, "heading", false),
                            blank_is_zero: b(c, "blank_is_zero", true),
                            instead_of: l(c, "instead_of"),
                        })
                        .collect(),
                })
                .collect(),
        });
    }
    let r = p.get("report").or(common.get("report")).cloned().unwrap();
    Pack {
        id: id.into(),
        version: String::new(),
        title: Default::default(),
        years: None,
        extends: vec![],
        sha256: String::new(),
        report: ReportWords {
            subject: l(&r, "subject"),
            kind: l(&r, "kind"),
        },
        dimensions: vec![],
        sections: arr(&p, "section")
            .into_iter()
            .map(|v| Section {
                id: s(v, "id"),
                number: None,
                name: s(v, "name"),
                titles: l(v, "titles"),
                title_words: ll(v, "title_words"),
                content: ll(v, "content"),
                shown_by: l(v, "shown_by"),
            })
            .collect(),
        organs: arr(&org, "organ")
            .into_iter()
            .map(|v| Organ {
                id: s(v, "id"),
                name: Default::default(),
                ends_with: l(v, "ends_with"),
                contains: l(v, "contains"),
                deadline: None,
            })
            .collect(),
        forms,
        indicators: vec![],
        requirements: vec![],
        rules: vec![],
        blank: String::new(),
    }
}
fn main() {
    for f in std::env::args().skip(1) {
        let bytes = std::fs::read(&f).unwrap();
        let src = hegui::read::read(&f, &bytes).unwrap();
        let d = hegui::parse::parse(src);
        let y = hegui::extract::year(&d).map(|y| y.value).unwrap_or(0);
        let pack = load(if y < 2019 {
            "gid-2008"
        } else if y < 2021 {
            "gid-2019"
        } else {
            "gid-2021"
        });
        let t = std::time::Instant::now();
        let facts = hegui::extract::extract(&d, &pack);
        println!(
            "== {f} {:?} year {:?} organ {:?} {:?} title {:?} pub {:?} period {:?}",
            t.elapsed(),
            facts.year.as_ref().map(|x| x.value),
            facts.organ.as_ref().map(|x| &x.value),
            facts.organ_kind,
            facts.title.as_ref().map(|x| &x.value),
            facts.published.as_ref().map(|x| x.value.to_string()),
            facts
                .period
                .as_ref()
                .map(|x| (x.value.0.to_string(), x.value.1.to_string()))
        );
        for s in &facts.sections {
            println!("  S{} {:?} {:?} {}", s.level, s.number, s.id, s.title);
        }
        for du in &facts.duties {
            println!("  D {} {:?}", du.section, du.evidence);
        }
        for (ff, form) in facts.forms.iter().zip(&pack.forms) {
            println!("  FORM {} found {}", ff.form, ff.found);
            let mut last = None;
            for c in &ff.cells {
                if last != Some((c.cell.block, c.cell.row)) {
                    print!("\n    {:28}", form.row(c.cell).unwrap().id);
                    last = Some((c.cell.block, c.cell.row));
                }
                let v = match c.value {
                    Some(v) => v.to_string(),
                    None => format!("{:?}", c.state),
                };
                print!(" {v}");
            }
            println!();
        }
        // compare with the expectation beside it
        let e = f.replace(".txt", ".expect.toml");
        if let Ok(t) = std::fs::read_to_string(&e) {
            let v: V = toml::from_str(&t).unwrap();
            let (mut right, mut wrong, mut unread) = (0, 0, 0);
            if let Some(forms) = v.get("forms").and_then(|x| x.as_table()) {
                for (fid, cells) in forms {
                    let Some((form, ff)) = pack
                        .forms
                        .iter()
                        .zip(&facts.forms)
                        .find(|(x, _)| x.id == *fid)
                    else {
                        println!("no form {fid}");
                        continue;
                    };
                    for (path, want) in cells.as_table().unwrap() {
                        let want = want
                            .as_str()
                            .map(String::from)
                            .unwrap_or_else(|| want.to_string());
                        let got = form
                            .cells()
                            .find(|c| form.path(*c) == *path)
                            .and_then(|c| ff.cell(c));
                        let g = got
                            .map(|c| match c.value {
                                Some(v) => v.to_string(),
                                None => format!("{:?}", c.state),
                            })
                            .unwrap_or("none".into());
                        let w = hegui::quantity::number(want.trim_end_matches("万元").trim())
                            .map(|x| x.normalize().to_string())
                            .unwrap_or(want.clone());
                        if g == w
                            || (want.is_empty() && g == "Blank")
                            || (g == "Dash" && ["-", "—", "/"].contains(&want.as_str()))
                        {
                            right += 1
                        } else if got.is_some_and(|c| c.value.is_some()) {
                            wrong += 1;
                            println!("   WRONG {fid}.{path}: got {g} want {want}")
                        } else {
                            unread += 1;
                            println!("   unread {fid}.{path}: {g} want {want}")
                        }
                    }
                }
            }
            println!(
                "  RIGHT {right} WRONG {wrong} UNREAD {unread}  want year {:?} organ {:?}",
                v.get("year"),
                v.get("organ")
            );
            for s in arr(&v, "sections") {
                println!("   want {s}");
            }
        }
    }
}
