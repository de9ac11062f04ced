//! The schemas in `docs/schema` describe every TOML file of packs and waivers in the repository, and
//! know each field that the loader knows.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let path = root().join(format!("docs/schema/{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|it| it == "toml") && !path.ends_with("Cargo.toml") {
            files.push(path);
        }
    }
}

/// The schema for the file at `path`, by where it stands.
fn kind(path: &Path) -> &'static str {
    let folder = path.parent().unwrap().file_name().unwrap();
    match path.file_name().unwrap().to_str().unwrap() {
        "pack.toml" => "pack",
        "organs.toml" => "organs",
        "requirements.toml" => "requirements",
        "phrases.toml" => "phrases",
        name if name.ends_with(".expect.toml") => "expect",
        _ if folder == "forms" => "form",
        _ if folder == "waivers" => "waivers",
        _ => "rules",
    }
}

/// What of `value` is not as `schema` says. Knows the few words the schemas use.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        faults(root, target, value, at, found);
        return;
    }
    // One type, or a list of them.
    let listed = schema["type"].as_array().into_iter().flatten();
    let types: Vec<&str> = listed
        .chain([&schema["type"]])
        .filter_map(Value::as_str)
        .collect();
    assert!(!types.is_empty(), "{at}: the schema says no type");
    let own = match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(it) if it.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    };
    if !types.contains(&own) {
        found.push(format!("{at}: {own}, not {types:?}"));
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        found.push(format!("{at}: {value} is none of {choices:?}"));
    }
    for (bound, low) in [("minimum", true), ("maximum", false)] {
        if let (Some(bound), Some(value)) = (schema[bound].as_i64(), value.as_i64())
            && (low && value < bound || !low && value > bound)
        {
            found.push(format!("{at}: {value} is beyond {bound}"));
        }
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str())
        && !regex::Regex::new(pattern).unwrap().is_match(text)
    {
        found.push(format!("{at}: {text} is not like {pattern}"));
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            faults(
                root,
                &schema["items"],
                item,
                &format!("{at}[{index}]"),
                found,
            );
        }
    }
    let Some(fields) = value.as_object() else {
        return;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            found.push(format!("{at}: lacks {name}"));
        }
    }
    for (name, field) in fields {
        let at = format!("{at}.{name}");
        let known = schema["properties"].get(name).unwrap_or(&Value::Null);
        match (known, &schema["additionalProperties"]) {
            (Value::Null, Value::Object(rest)) => {
                faults(root, &Value::Object(rest.clone()), field, &at, found);
            }
            (Value::Null, _) => found.push(format!("{at}: unknown")),
            (own, _) => faults(root, own, field, &at, found),
        }
    }
}

fn faults_of(kind: &str, text: &str) -> Vec<String> {
    let schema = schema(kind);
    let table: toml::Table = toml::from_str(text).unwrap();
    let mut found = Vec::new();
    let value = serde_json::to_value(table).unwrap();
    faults(&schema, &schema, &value, kind, &mut found);
    found
}

#[test]
fn every_file_of_rules_and_examples_is_as_its_schema_says() {
    let mut files = Vec::new();
    for folder in ["rules", "examples", "tests/packs/sound", "tests/waivers"] {
        gather(&root().join(folder), &mut files);
    }
    assert!(files.len() > 30, "only {} files", files.len());
    let mut wrong = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for fault in faults_of(kind(&path), &text) {
            wrong.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_loader_refuses_by_its_form_the_schema_refuses() {
    let wrong = [
        (
            "pack",
            "id = \"x\"\nversion = \"1\"\ntitle = { zh = \"x\" }\nyaers = 1\n",
        ),
        ("pack", "id = \"x\"\nversion = \"1\"\n"),
        ("rules", "[[rule]]\nid = \"x\"\nseverity = \"notice\"\n"),
        ("phrases", "[[phrase]]\nwrong = \"x\"\n"),
        ("rules", "[[rule]]\nid = \"x\"\neach = \"cell\"\n"),
        ("requirements", "[[requirement]]\nid = \"x\"\npoints = -1\n"),
        ("form", "id = \"x\"\nfound_at = 101\n"),
        ("organs", "[[organ]]\nid = \"x\"\ndeadline = \"1月31日\"\n"),
        (
            "waivers",
            "[[waiver]]\nrule = \"GJ01\"\nresaon = \"x\"\nby = \"y\"\n",
        ),
    ];
    for (kind, text) in wrong {
        assert!(!faults_of(kind, text).is_empty(), "{kind}: {text}");
    }
}

/// The names of all fields in `schema`, at any depth.
fn named(schema: &Value, names: &mut std::collections::BTreeSet<String>) {
    if let Some(fields) = schema["properties"].as_object() {
        names.extend(fields.keys().cloned());
    }
    let inner = schema.as_object().into_iter().flat_map(|it| it.values());
    for inner in inner.filter(|it| it.is_object()) {
        named(inner, names);
    }
}

#[test]
fn each_field_that_the_loader_reads_is_in_a_schema() {
    let mut known = std::collections::BTreeSet::new();
    for kind in [
        "pack",
        "organs",
        "requirements",
        "form",
        "rules",
        "phrases",
        "waivers",
    ] {
        named(&schema(kind), &mut known);
    }
    let read = regex::Regex::new(
        r#"(?:\.(?:text|texts|plain_texts|text_lists|words|table|tables|flag|integer|natural|choice|settings)(?:_or_none)?\(|choice_or\(\s*&mut fields,)\s*"(\w+)""#,
    );
    let read = read.unwrap();
    let mut lacking = Vec::new();
    let mut count = 0;
    for file in [
        "written.rs",
        "written/rule.rs",
        "written/form.rs",
        "written/phrase.rs",
        "written/change.rs",
        "waivers.rs",
    ] {
        let text = fs::read_to_string(root().join("src/pack").join(file)).unwrap();
        for name in read.captures_iter(&text).filter_map(|it| it.get(1)) {
            count += 1;
            if !known.contains(name.as_str()) {
                lacking.push(format!("{file}: {}", name.as_str()));
            }
        }
    }
    assert!(count > 80, "only {count} fields");
    assert!(lacking.is_empty(), "{lacking:?}");
}
