//! A bare window: what Tauri itself costs, for `make bench` to measure the program against. It shows one page of its own.

#![expect(
    clippy::expect_used,
    reason = "a measuring stick that can't be made measures nothing"
)]

fn main() {
    tauri::Builder::default()
        .setup(|app| {
            let page = tauri::WebviewUrl::App("index.html".into());
            tauri::WebviewWindowBuilder::new(app, "main", page)
                .title("Bare")
                .inner_size(1280.0, 820.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/bare/tauri.conf.json"))
        .expect("the bare window runs");
}
