//! Rows of comma-separated values.

/// One row.
pub(super) fn row<T: AsRef<str>>(fields: &[T]) -> String {
    let fields: Vec<String> = fields.iter().map(|it| field(it.as_ref())).collect();
    fields.join(",") + "\n"
}

fn field(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn commas_and_quotes_are_quoted() {
        assert_eq!(row(&["a,\"b\"", "c"]), "\"a,\"\"b\"\"\",c\n");
    }
}
