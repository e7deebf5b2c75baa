//! PDFs written by hand, object by object, so that each fault can be put where it belongs.

/// Objects, numbered from 1, as a file with a table. The first is the catalog.
pub fn raw(objects: &[&str]) -> Vec<u8> {
    raw_with("", objects)
}

/// As [`raw`], with more entries in the trailer.
pub fn raw_with(trailer: &str, objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", i + 1).as_bytes());
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend_from_slice(table.as_bytes());
    let end = format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

pub const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
pub const TREE: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
pub const FONT: &str = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

/// A page (object 3) whose content is object 4, with more resources and more entries.
pub fn page(resources: &str, more: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{FONT}{resources}>>/Contents 4 0 R{more}>>"
    )
}

/// A stream with its right length.
pub fn stream(entries: &str, content: &str) -> String {
    format!(
        "<<{entries}/Length {}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Content that shows one line.
pub fn line(words: &str) -> String {
    stream("", &format!("BT /F1 14 Tf 60 760 Td ({words}) Tj ET"))
}

/// A file with one page that shows a line, has these further entries, and these objects from 5 on.
pub fn one_page(words: &str, more: &str, objects: &[&str]) -> Vec<u8> {
    let (page, line) = (page("", more), line(words));
    let mut all = vec![CATALOG, TREE, &page, &line];
    all.extend(objects);
    raw(&all)
}
