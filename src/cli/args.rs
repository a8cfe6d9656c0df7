//! The arguments: what can be asked, in Japanese.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};

use super::project::ending;
use crate::model::own_names::KindNames;
use crate::model::period::{NotAPeriod, Period};

/// 在宅医療・介護連携推進事業の様式を確認し、集計し、報告書を作ります。
#[derive(Parser)]
#[command(name = "zaitaku-report", version, disable_help_subcommand = true)]
#[command(
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_value_name = "コマンド"
)]
#[command(
    after_help = "終了コード: 0 止める問題なし、1 直すべき問題あり、2 使い方の誤り、3 ファイルやシステムの失敗"
)]
pub struct Args {
    /// 事業のフォルダー（zaitaku.toml のあるところ。省略すると今のフォルダー）
    #[arg(long, global = true, value_name = "フォルダー")]
    pub project: Option<PathBuf>,
    /// 時間のかかる仕事の進み具合を画面に出さない
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// 使い方を表示する
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// 版を表示する
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// することを番号で選ぶ（プログラムを開いただけのときと同じ）
    Menu,
    /// 新しい事業のフォルダーを作る（設定、名簿、様式）
    Init(Init),
    /// 記入する様式（Excel）を作る
    Forms(Forms),
    /// 記入した様式を確認する（送る前に）
    Validate(Validate),
    /// 様式を確認するページを作る（このプログラムのない人が、ブラウザーで使う）
    Page(Page),
    /// 誰が提出し、誰がまだかを見る
    Status(Status),
    /// 報告書・集計表・オープンデータを作る
    Build(Build),
    /// 集計表だけを書き出す
    Export(Export),
    /// 数の出どころ（ファイル・シート・セル）を調べる
    Trace(Trace),
    /// 終わった期間を締め、次の期間の比較に使えるようにする
    Close(Close),
    /// 二つの期間、又は同じ様式の二つの版を比べる
    Compare(Compare),
    /// 公表された数と集計した数を照らし合わせる
    Reconcile(Reconcile),
    /// 出力が今の入力から作ったものと同じかを確かめる
    Verify(Verify),
    /// 確認の番号（Z102 など）の意味を読む
    Explain(Explain),
    /// 集計項目と区分の一覧を見る
    Dictionary,
    /// 定義に書き誤りがないか、締めた期間に何が起きるかを調べる
    Definitions(Definitions),
    /// 報告書の書式（Typst）、又は定義を書き出す（変えたいとき）
    Templates(Templates),
    /// 見本データを作る（開発者用）
    #[command(hide = true)]
    Sample(Sample),
    /// シェルでコマンドや指定を補うための設定を書き出す（コマンドに慣れた人用）
    #[command(hide = true)]
    Completions(Completions),
    /// 説明書（man）を書き出す（コマンドに慣れた人用）
    #[command(hide = true)]
    Man,
}

/// What `close` takes.
#[derive(ClapArgs)]
pub struct Close {
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 未提出・要修正の報告者があっても、揃わないまま締める（そのことも記録に残します）
    #[arg(long)]
    pub allow_missing: bool,
}

/// What `init` takes.
#[derive(ClapArgs, Default)]
pub struct Init {
    /// 作るフォルダー（省略すると今のフォルダー）
    #[arg(long, value_name = "フォルダー")]
    pub out: Option<PathBuf>,
    /// 市の名前（例: 青葉市）
    #[arg(long, value_name = "名前")]
    pub city: Option<String>,
    /// 報告者の一覧（Excel か CSV。名称の列が要り、区分、区域の列もあればよい。- なら標準入力の行）
    #[arg(long, value_name = "ファイル")]
    pub units: Option<PathBuf>,
    /// 初めの期間（例: 2024H1、R6H1、令和6年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Option<Period>,
    /// 発行する部署（例: 青葉市健康福祉部。省略すると市の名前）
    #[arg(long, value_name = "名前")]
    pub issuer: Option<String>,
    /// 地域の呼び方（例: 区、地区、圏域）
    #[arg(long, value_name = "呼び方")]
    pub area: Option<String>,
    /// 報告者の種類の呼び方と数え方（例: ward=支所/か所。何度でも書ける）
    #[arg(long = "kind", value_name = "種類=呼び方", value_parser = kind_names)]
    pub kinds: Vec<(String, KindNames)>,
}

/// What `forms` takes.
#[derive(ClapArgs)]
pub struct Forms {
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 一つの報告者だけ（名前を省略せずに）
    #[arg(long, value_name = "名前")]
    pub unit: Option<String>,
    /// 出力先（省略すると 期間/forms）
    #[arg(long, value_name = "フォルダー")]
    pub out: Option<PathBuf>,
    /// 様式ごとに、その報告者だけの確認のページも作る（ブラウザーで開いて確かめる）
    #[arg(long)]
    pub with_page: bool,
}

/// What `validate` takes.
#[derive(ClapArgs)]
pub struct Validate {
    /// 確認するファイル又はフォルダー
    #[arg(required = true, value_name = "ファイル")]
    pub paths: Vec<PathBuf>,
    /// 対象期間（書くと、別の期間のファイルを誤りとする）
    #[arg(long, value_name = "期間")]
    pub period: Option<Period>,
    /// 出力の形
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text, value_name = "形")]
    pub format: FindingsFormat,
    /// 結果を画面でなくファイルに書く
    #[arg(long, value_name = "ファイル")]
    pub out: Option<PathBuf>,
    /// 記入した値と指摘を書いた新しい様式を作るフォルダー（元のファイルは書き換えません）
    #[arg(long, value_name = "フォルダー")]
    pub annotate: Option<PathBuf>,
    /// 理由のない「確認」も、直すべき問題として扱う
    #[arg(long)]
    pub strict: bool,
    /// Set where a file was dropped on the program's icon: its window waits before it closes.
    #[arg(long, hide = true)]
    pub dropped: bool,
}

/// What `page` takes.
#[derive(ClapArgs)]
pub struct Page {
    /// 作るファイル
    #[arg(long, default_value = "確認.html", value_name = "ファイル")]
    pub out: PathBuf,
    /// 対象期間（書くと、別の期間のファイルを誤りとする）
    #[arg(long, value_name = "期間")]
    pub period: Option<Period>,
    /// 一つの報告者に渡すページにする（ほかの報告者の過去の数を入れない。名前を省略せずに）
    #[arg(long, value_name = "名前")]
    pub unit: Option<String>,
}

/// How a list is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// 文章（表）
    Text,
    /// CSV（UTF-8）
    Csv,
    /// JSON（プログラム用）
    Json,
}

/// How the state of a round is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// 文章（表）
    Text,
    /// Excel
    Xlsx,
    /// JSON（プログラム用）
    Json,
}

/// How findings are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// 文章
    Text,
    /// JSON（プログラム用）
    Json,
    /// ブラウザーで開くページ
    Html,
}

/// What `status` takes.
#[derive(ClapArgs)]
pub struct Status {
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 出力の形（省略すると --out の名前の終わりによる。xlsx には --out が要ります）
    #[arg(long, value_enum, value_name = "形")]
    pub format: Option<StatusFormat>,
    /// 結果を画面でなくファイルに書く（例: 提出状況.xlsx）
    #[arg(long, value_name = "ファイル")]
    pub out: Option<PathBuf>,
    /// 未提出・要修正の報告者への依頼文を書くフォルダー
    #[arg(long, value_name = "フォルダー")]
    pub remind: Option<PathBuf>,
}

/// What `build` takes.
#[derive(ClapArgs)]
pub struct Build {
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 未提出・要修正の報告者があっても、速報として作る
    #[arg(long)]
    pub allow_missing: bool,
    /// 出力先（省略すると 期間/output）
    #[arg(long, value_name = "フォルダー")]
    pub out: Option<PathBuf>,
    /// 報告書の書式を置きかえるフォルダー（省略すると zaitaku.toml の templates）
    #[arg(long, value_name = "フォルダー")]
    pub templates: Option<PathBuf>,
    /// 報告者ごとの確認票（PDF）も作る
    #[arg(long)]
    pub feedback: bool,
}

/// What `export` takes.
#[derive(ClapArgs)]
pub struct Export {
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// ファイルの形
    #[arg(long, value_enum, default_value_t = TableFormat::Xlsx, value_name = "形")]
    pub format: TableFormat,
    /// どの行を出すか（省略すると全部）
    #[arg(long, value_enum, value_name = "単位")]
    pub by: Option<Fineness>,
    /// 報告者別の数のうち、1以上この数未満のものと、それを計算できる数を伏せる（x）
    #[arg(long, value_name = "数", value_parser = threshold)]
    pub suppress: Option<u64>,
    /// 未提出・要修正の報告者があっても出す
    #[arg(long)]
    pub allow_missing: bool,
    /// 出力先（省略すると 期間/export）
    #[arg(long, value_name = "フォルダー")]
    pub out: Option<PathBuf>,
}

/// The file formats of tables.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Excel
    Xlsx,
    /// CSV（UTF-8）
    Csv,
    /// JSON
    Json,
}

/// How fine the tables are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fineness {
    /// 報告者別
    Unit,
    /// 月別
    Month,
    /// 全体の合計だけ
    Total,
}

/// What `trace` takes.
#[derive(ClapArgs)]
pub struct Trace {
    /// 調べる数（例: 相談者別 薬局）、又は付録やデータにある数の番号（例: askers:S04）
    #[arg(required_unless_present = "cell", value_name = "言葉")]
    pub words: Vec<String>,
    /// 逆に、この欄を使う数をすべて調べる（例: "ファイル.xlsx!'シートの名前'!C7"）
    #[arg(long, value_name = "欄", conflicts_with = "words")]
    pub cell: Option<String>,
    /// 一つの月だけ（例: 6）
    #[arg(long, value_name = "月")]
    pub month: Option<i8>,
    /// 対象期間（例: 2023H1、R5H1、令和5年度上半期）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 一つの報告者だけ（名前を省略せずに）
    #[arg(long, value_name = "名前")]
    pub unit: Option<String>,
    /// もとの数と欄を省略せずにすべて示す
    #[arg(long)]
    pub all: bool,
    /// 結果の形
    #[arg(long, value_enum, default_value_t = TraceFormat::Text, value_name = "形")]
    pub format: TraceFormat,
}

/// How an explanation is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// 文章
    Text,
    /// JSON（プログラム用、省略なし）
    Json,
}

/// What `compare` takes.
#[derive(ClapArgs)]
pub struct Compare {
    /// 比べる期間（例: 2023H1）
    #[arg(long, value_name = "期間")]
    pub period: Option<Period>,
    /// もう一方の期間（例: 2022H1）
    #[arg(long, value_name = "期間")]
    pub with: Option<Period>,
    /// 一つの報告者だけ（名前を省略せずに）
    #[arg(long, value_name = "名前")]
    pub unit: Option<String>,
    /// 同じ様式の二つの版（古いもの、新しいもの）
    #[arg(value_name = "ファイル")]
    pub files: Vec<PathBuf>,
    /// 出力の形（省略すると --out の名前の終わりによる）
    #[arg(long, value_enum, value_name = "形")]
    pub format: Option<ListFormat>,
    /// 結果を画面でなくファイルに書く（例: 比較.csv）
    #[arg(long, value_name = "ファイル")]
    pub out: Option<PathBuf>,
}

/// What `reconcile` takes.
#[derive(ClapArgs)]
pub struct Reconcile {
    /// 集計する期間（例: 2023H1）
    #[arg(long, value_name = "期間")]
    pub period: Period,
    /// 公表値のファイル（省略すると history/published*.csv）
    #[arg(long, value_name = "ファイル")]
    pub against: Option<PathBuf>,
    /// 未提出・要修正の報告者があっても比べる
    #[arg(long)]
    pub allow_missing: bool,
    /// 出力の形（省略すると --out の名前の終わりによる）
    #[arg(long, value_enum, value_name = "形")]
    pub format: Option<ListFormat>,
    /// 結果を画面でなくファイルに書く（例: 照合.csv）
    #[arg(long, value_name = "ファイル")]
    pub out: Option<PathBuf>,
}

/// What `verify` takes.
#[derive(ClapArgs)]
pub struct Verify {
    /// build が作ったフォルダー（例: 2023H1/output）
    #[arg(value_name = "フォルダー")]
    pub output: PathBuf,
    /// build のときに --templates で使った、報告書の書式を置きかえるフォルダー
    #[arg(long, value_name = "フォルダー")]
    pub templates: Option<PathBuf>,
}

/// What `explain` takes.
#[derive(ClapArgs)]
pub struct Explain {
    /// 確認の番号（例: Z102）。省略すると全部の一覧
    #[arg(value_name = "番号")]
    pub code: Option<String>,
}

/// What `definitions` takes.
#[derive(ClapArgs)]
pub struct Definitions {
    /// すること（省略すると check）
    #[arg(value_enum, default_value_t = DefinitionsTask::Check, value_name = "すること")]
    pub task: DefinitionsTask,
}

/// What is done with definitions.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DefinitionsTask {
    /// 調べる
    Check,
}

/// What `templates` takes.
#[derive(ClapArgs)]
pub struct Templates {
    /// 書式の代わりに、定義（名簿・様式・区分・ページの構成・確認の基準）を書き出す
    #[arg(long)]
    pub definitions: bool,
    /// 出力先（新しいフォルダー）
    #[arg(long, value_name = "フォルダー")]
    pub out: PathBuf,
}

/// What `sample` takes.
#[derive(ClapArgs)]
pub struct Sample {
    /// 出力先
    #[arg(long, value_name = "フォルダー")]
    pub out: PathBuf,
}

/// What `completions` takes.
#[derive(ClapArgs)]
pub struct Completions {
    /// シェルの種類
    #[arg(value_enum, value_name = "シェル")]
    pub shell: Shell,
}

/// The shells that can complete commands.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Linux の bash
    Bash,
    /// macOS の zsh
    Zsh,
    /// fish
    Fish,
    /// Windows の PowerShell
    Powershell,
}

/// A format that the name of a file asks for.
pub trait ByEnding: ValueEnum + Copy {
    /// What is written where nothing says otherwise.
    const TEXT: Self;
    /// How a person calls the files of the others.
    const OTHERS: &'static str;

    /// What was asked for, else what the name of the file says.
    ///
    /// # Errors
    /// The name promises a format that is not there, and no program would open the file.
    fn of(asked: Option<Self>, out: Option<&Path>) -> anyhow::Result<Self> {
        let ending = out.map(ending).unwrap_or_default();
        if let Some(asked) = asked {
            return Ok(asked);
        }
        match Self::from_str(&ending, true) {
            Ok(format) => Ok(format),
            Err(_) if ["", "txt", "md", "log"].contains(&&*ending) => Ok(Self::TEXT),
            Err(_) => anyhow::bail!(
                ".{ending} では書けません。ファイルの名前の終わりを {}か .txt（文章）にしてください",
                Self::OTHERS
            ),
        }
    }
}

impl ByEnding for ListFormat {
    const TEXT: Self = Self::Text;
    const OTHERS: &'static str = ".csv（Excel で開ける表）、.json ";
}

impl ByEnding for StatusFormat {
    const TEXT: Self = Self::Text;
    const OTHERS: &'static str = ".xlsx（Excel）、.json ";
}

impl clap::builder::ValueParserFactory for Period {
    type Parser = fn(&str) -> Result<Self, NotAPeriod>;

    fn value_parser() -> Self::Parser {
        Self::asked
    }
}

/// The commands and options that the help shows.
pub fn shown() -> clap::Command {
    without_hidden(&Args::command())
}

fn without_hidden(command: &clap::Command) -> clap::Command {
    let mut shown = clap::Command::new(command.get_name().to_owned())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .args(command.get_arguments().filter(|arg| !arg.is_hide_set()));
    if let Some(about) = command.get_about() {
        shown = shown.about(about.clone());
    }
    if let Some(name) = command.get_subcommand_value_name() {
        shown = shown.subcommand_value_name(name.to_owned());
    }
    let commands = command.get_subcommands().filter(|one| !one.is_hide_set());
    shown.subcommands(commands.map(without_hidden))
}

/// The smallest number that is not hidden.
fn threshold(text: &str) -> Result<u64, String> {
    let known = text.parse().ok().filter(|n| (2..=1000).contains(n));
    known.ok_or_else(|| {
        format!("--suppress には 2 から 1000 までの数を書いてください（「{text}」は使えません）。")
    })
}

/// A kind of unit with its own name: `ward=支所/か所`.
fn kind_names(text: &str) -> Result<(String, KindNames), String> {
    let Some((id, words)) = text.split_once('=') else {
        return Err(format!(
            "--kind には 種類=呼び方 か 種類=呼び方/数え方 と書いてください（例: --kind ward=支所/か所。「{text}」は使えません）。"
        ));
    };
    let (label, counter) = match words.split_once('/') {
        Some((label, counter)) => (label, Some(counter.to_owned())),
        None => (words, None),
    };
    let names = KindNames {
        label: (!label.is_empty()).then(|| label.to_owned()),
        counter,
    };
    Ok((id.to_owned(), names))
}
