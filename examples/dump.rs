fn main() {
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        let d = hegui::parse::parse(hegui::source::Source::new(f, t));
        for n in &d.nodes {
            let k = format!("{:?}", n.kind);
            let k: String = k.chars().take(12).collect();
            let s: String = d
                .source
                .slice(n.span)
                .replace('\n', "⏎")
                .chars()
                .take(46)
                .collect();
            println!(
                "{:4} {}{k} {s}",
                d.source.line_of(n.span.start),
                "  ".repeat(n.depth as usize)
            );
        }
    }
}
