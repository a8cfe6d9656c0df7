//! The check page: one file that reads and checks forms in a browser, without a network, a server
//! or another file.
//!
//! What is found comes from the program that the page carries; here is the page around it. What the
//! page may load or run is settled by its policy: its own style and script, told by their hashes,
//! and the program.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::html::text::clean;
use super::html::{STYLE, hash};

/// What it looks like besides the report's page.
const OWN_STYLE: &str = include_str!("../../templates/page/page.css");
/// What the page does.
const SCRIPT: &str = include_str!("../../templates/page/page.js");
/// What holds the program.
const WORKER: &str = include_str!("../../templates/page/worker.js");
/// The title of the page.
const TITLE: &str = "様式の確認";

/// What makes one city's page.
pub struct CheckPage<'a> {
    /// The program that checks, compiled to WebAssembly and packed by gzip.
    pub program: &'a [u8],
    /// What it checks by.
    pub kit: &'a [u8],
    /// The city.
    pub city: &'a str,
    /// Who may have the page, if not everybody.
    pub mark: Option<&'a str>,
    /// What the page holds, a sentence each.
    pub holds: &'a [String],
}

impl CheckPage<'_> {
    /// The page; the same parts give the same text.
    pub fn html(&self) -> String {
        let style = format!("{STYLE}{OWN_STYLE}");
        let page = html! {
            (DOCTYPE) "\n"
            html lang="ja" { "\n"
            head { "\n"
            meta charset="utf-8"; "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta http-equiv="Content-Security-Policy" content=(policy(&style)); "\n"
            title { (TITLE) "（" (clean(self.city)) "）" } "\n"
            style { (PreEscaped(&style)) } "\n"
            } "\n"
            body { "\n"
            a class="skip" href="#files" { "ファイルを選ぶところへ進む" } "\n"
            (self.header())
            (main())
            (self.footer())
            script type="text/plain" id="program" { (BASE64.encode(self.program)) } "\n"
            script type="text/plain" id="kit" { (BASE64.encode(self.kit)) } "\n"
            script type="text/plain" id="worker" { (PreEscaped(WORKER)) } "\n"
            script { (PreEscaped(SCRIPT)) } "\n"
            } "\n"
            } "\n"
        };
        page.into_string()
    }

    fn header(&self) -> Markup {
        html! {
            header { "\n"
            p class="programme" { (clean(self.city)) } "\n"
            h1 {
                @if let Some(mark) = self.mark { span class="mark" { (clean(mark)) } " " }
                (TITLE)
            } "\n"
            p { "記入した様式（Excel）を確かめて、直すところをセルごとに示します。" } "\n"
            p {
                "ファイルは、このパソコンの中だけで調べます。どこにも送らず、書き換えもしません。"
                "インターネットにつながっていなくても使えます。"
            } "\n"
            } "\n"
        }
    }

    fn footer(&self) -> Markup {
        html! {
            footer { "\n"
            h2 { "このページについて" } "\n"
            ul { "\n"
            @for sentence in self.holds { li { (clean(sentence)) } "\n" }
            li { "zaitaku-report " (env!("CARGO_PKG_VERSION")) " で作りました。" } "\n"
            } "\n"
            } "\n"
        }
    }
}

fn main() -> Markup {
    html! {
        main { "\n"
        div class="drop" { "\n"
        p { "様式のファイルを、このページの上に落としてください。いくつでも一度に落とせます。" } "\n"
        p {
            label { "ファイルを選ぶ" input type="file" id="files" multiple; }
        } "\n"
        } "\n"
        p id="status" role="status" {} "\n"
        // Stays where nothing of the page runs.
        div id="told" role="alert" {
            p {
                "このページを動かせません。Microsoft Edge か Google Chrome の新しい版で開いてください。"
                "それでも動かないときは、担当に知らせてください。"
            }
        } "\n"
        div id="results" {} "\n"
        } "\n"
    }
}

/// Nothing may be loaded; what may be run stands in the page.
fn policy(style: &str) -> String {
    let (style, script) = (hash(style), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src {style}; script-src {script} 'wasm-unsafe-eval'; \
         worker-src blob:; base-uri 'none'; form-action 'none'"
    )
}
