//! The shape of tables, and what sheets say of themselves.

use super::book::V;
use super::{OFFICE, Quirk, WARD};

const ASKERS: &str = "(オ)相談";
const MOVED: &[(&str, &str)] = &[("Z012", "A4")];

macro_rules! quirk {
    ($name:literal, $form:ident, $treatment:literal, $bend:expr, $found:expr, $read:expr) => {
        Quirk {
            name: $name,
            treatment: $treatment,
            form: $form,
            bend: $bend,
            found: $found,
            read: $read,
        }
    };
}

pub fn shapes() -> Vec<Quirk> {
    vec![
        quirk!(
            "見出しに改行と空白",
            OFFICE,
            "読む",
            |book| book.tab(ASKERS).set("B8", "診\n療　所"),
            &[],
            &[]
        ),
        quirk!(
            "見出しに単位「病院（件）」",
            OFFICE,
            "読む",
            |book| book.tab(ASKERS).set("B7", "病院（件）"),
            &[],
            &[]
        ),
        quirk!(
            "別の言い方「ケアマネジャー」",
            OFFICE,
            "読む",
            |book| book.tab(ASKERS).set("B12", "ケアマネジャー"),
            &[],
            &[]
        ),
        quirk!(
            "見出しの前の番号「㊀病院」「㊁診療所」",
            OFFICE,
            "読む",
            |book| {
                book.tab(ASKERS).set("B7", "㊀病院");
                book.tab(ASKERS).set("B8", "㊁診療所");
            },
            &[],
            &[]
        ),
        quirk!(
            "見出しの前の番号「①病院」「2.診療所」「(3) 歯科」「❹薬局・薬剤師」「⓹訪問看護」",
            OFFICE,
            "読む",
            |book| {
                book.tab(ASKERS).set("B7", "①病院");
                book.tab(ASKERS).set("B8", "2.診療所");
                book.tab(ASKERS).set("B9", "(3) 歯科");
                book.tab(ASKERS).set("B10", "❹薬局・薬剤師");
                book.tab(ASKERS).set("B11", "⓹訪問看護");
            },
            &[],
            &[]
        ),
        quirk!(
            "項目の列の見出しを書き換えた「区分」",
            OFFICE,
            "行の見出しで読む",
            |book| book.tab(ASKERS).set("B6", "区分"),
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「四月」「5月実績」「6月合計」「7月末」、合計の見出し「半期計」",
            OFFICE,
            "読む",
            |book| {
                for (cell, heading) in [
                    ("C6", "四月"),
                    ("D6", "5月実績"),
                    ("E6", "6月合計"),
                    ("F6", "7月末"),
                ] {
                    book.tab(ASKERS).set(cell, heading);
                }
                book.tab(ASKERS).set("I6", "半期計");
            },
            &[],
            &[]
        ),
        quirk!(
            "一覧の下に手で書いた合計が、一覧の数と違う",
            WARD,
            "合計は計算し直し、違いを知らせる",
            |book| {
                book.tab("(カ)研修").set("C14", "合計");
                book.tab("(カ)研修").set("I14", 99.0);
            },
            &[("Z201", "I14")],
            &[]
        ),
        quirk!(
            "表の横に「※合計は自動計算」",
            OFFICE,
            "読まず、何も言わない",
            |book| book.tab(ASKERS).set("L8", "※合計は自動計算"),
            &[],
            &[]
        ),
        quirk!(
            "表の見出しに取り消し線",
            OFFICE,
            "読み、取り消すのかを尋ねる",
            |book| book.tab(ASKERS).strike("A4"),
            &[("Z106", "A4")],
            &[]
        ),
        quirk!(
            "再掲の言い方「うち地域ケア会議」「地域ケア会議（再掲）」",
            OFFICE,
            "読む",
            |book| book.tab("会議・研修会").set("B10", "地域ケア会議（再掲）"),
            &[],
            &[]
        ),
        quirk!(
            "様式にない言葉と様式の記号「S02 クリニック」",
            OFFICE,
            "どの行のことかを尋ねる",
            |book| book.tab(ASKERS).set("B8", "クリニック"),
            &[("Z010", "B8")],
            &[
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?")
            ]
        ),
        quirk!(
            "列の見出しを書き換えた「参加人数」",
            WARD,
            "近い見出しを示して尋ねる",
            |book| book.tab("(カ)研修").set("I11", "参加人数"),
            &[("Z010", "I11")],
            &[("I12", "")]
        ),
        quirk!(
            "少し違う言葉と同じ記号",
            OFFICE,
            "記号で確かめて読む",
            |book| book.tab(ASKERS).set("B14", "地域包括センター"),
            &[],
            &[]
        ),
        quirk!(
            "記号と項目が一つのセル",
            OFFICE,
            "読む",
            |book| {
                book.tab(ASKERS).clear("A8");
                book.tab(ASKERS).set("B8", "S02　診療所");
            },
            &[],
            &[]
        ),
        quirk!(
            "記号と項目が食い違う",
            OFFICE,
            "どちらの行かを尋ねる",
            |book| book.tab(ASKERS).set("A8", "S03"),
            &[("Z011", "B8")],
            &[]
        ),
        quirk!(
            "表の上に行を加えた",
            OFFICE,
            "見出しで読み、知らせる",
            |book| book.tab("会議・研修会").insert_rows(4, 3),
            &[("Z012", "A7")],
            &[]
        ),
        quirk!(
            "行の間に空の行",
            OFFICE,
            "読む",
            |book| book.tab("会議・研修会").insert_rows(8, 1),
            &[],
            &[]
        ),
        quirk!(
            "行の間に見出しのない値",
            OFFICE,
            "読まず、尋ねる",
            |book| {
                book.tab("会議・研修会").insert_rows(8, 1);
                book.tab("会議・研修会").set("C8", 4.0);
            },
            &[("Z011", "B8")],
            &[]
        ),
        quirk!(
            "様式にない行",
            OFFICE,
            "読まず、尋ねる",
            |book| {
                book.tab("会議・研修会").insert_rows(8, 1);
                book.tab("会議・研修会").set("B8", "他市の会議");
                book.tab("会議・研修会").set("C8", 4.0);
            },
            &[("Z011", "B8")],
            &[]
        ),
        quirk!(
            "列を左に加えた",
            OFFICE,
            "見出しで読み、知らせる",
            |book| book.tab("会議・研修会").insert_cols(1, 1),
            MOVED,
            &[]
        ),
        quirk!(
            "月の列を入れ替えた",
            OFFICE,
            "見出しで読み、知らせる",
            |book| book.tab("会議・研修会").swap_cols(2, 4, 6..=10),
            MOVED,
            &[]
        ),
        quirk!(
            "月の見出し「令和5年4月」「4月分」「2023/5」「2023/7/1」「8/1」「9月1日」",
            OFFICE,
            "読む",
            |book| {
                let tab = book.tab("会議・研修会");
                tab.set("C6", "令和5年4月");
                tab.set("D6", "2023/5");
                tab.set("E6", "６月分");
                tab.set("F6", "2023/7/1");
                tab.set("G6", "8/1");
                tab.set("H6", "9月1日");
            },
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「5年4月」「23年5月」「Jun」「July」「Aug.」「SEP」",
            OFFICE,
            "読む",
            |book| {
                let tab = book.tab("会議・研修会");
                for (cell, heading) in [("C6", "5年4月"), ("D6", "23年5月"), ("E6", "Jun")] {
                    tab.set(cell, heading);
                }
                for (cell, heading) in [("F6", "July"), ("G6", "Aug."), ("H6", "SEP")] {
                    tab.set(cell, heading);
                }
            },
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「Apr-23」「5.5」「23/6」「Jul 2023」",
            OFFICE,
            "読む",
            |book| {
                let tab = book.tab("会議・研修会");
                for (cell, heading) in [("C6", "Apr-23"), ("E6", "23/6"), ("F6", "Jul 2023")] {
                    tab.set(cell, heading);
                }
                tab.set("D6", 5.5);
            },
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「5/4」（年/月）「202305」「6月期」「7月次」",
            OFFICE,
            "読む",
            |book| {
                let tab = book.tab("会議・研修会");
                for (cell, heading) in [("C6", "5/4"), ("E6", "6月期"), ("F6", "7月次")] {
                    tab.set(cell, heading);
                }
                tab.set("D6", 202_305.0);
                tab.set("G6", "202308");
            },
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「4/4」「202205」（前の年）",
            OFFICE,
            "その月の列がないと知らせる",
            |book| {
                book.tab("会議・研修会").set("C6", "4/4");
                book.tab("会議・研修会").set("D6", "202205");
            },
            &[("Z010", "A6"), ("Z010", "C6"), ("Z018", "D6")],
            &[
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?")
            ]
        ),
        quirk!(
            "月の見出し「Apr-22」（前の年）",
            OFFICE,
            "その月の列がないと知らせる",
            |book| {
                book.tab("会議・研修会").set("C6", "Apr-22");
            },
            &[("Z010", "A6"), ("Z018", "C6")],
            &[("B6", "?"), ("B6", "?"), ("B6", "?")]
        ),
        quirk!(
            "月の見出し「4年4月」（前の年）「5/2」",
            OFFICE,
            "その月の列がないと知らせる",
            |book| {
                book.tab("会議・研修会").set("C6", "4年4月");
                book.tab("会議・研修会").set("D6", "5/2");
            },
            &[("Z010", "C6"), ("Z010", "D6")],
            &[
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?")
            ]
        ),
        quirk!(
            "月の見出しが日付や数字",
            OFFICE,
            "読む",
            |book| {
                let tab = book.tab("会議・研修会");
                tab.set("C6", V::Date(45_017.0));
                tab.set("D6", 5.0);
            },
            &[],
            &[]
        ),
        quirk!(
            "月の見出し「4月（令和4年）」「5月（件）」「6月（令和5年）」",
            OFFICE,
            "単位と正しい年は読む。ほかの年の列は、その月の列がないと知らせる",
            |book| {
                let tab = book.tab("会議・研修会");
                tab.set("C6", "4月（令和4年）");
                tab.set("D6", "5月（件）");
                tab.set("E6", "6月（令和5年）");
            },
            &[("Z010", "C6")],
            &[("B6", "?"), ("B6", "?"), ("B6", "?")]
        ),
        quirk!(
            "シートの2行目にほかの報告者",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book
                .tab("(カ)研修")
                .set("A2", "西区役所　令和5年度 上半期（4月～9月）"),
            &[("Z007", "A2")],
            &[]
        ),
        quirk!(
            "月の見出しが前の年",
            OFFICE,
            "その月の列がないと知らせる",
            |book| book.tab("会議・研修会").set("C6", "令和4年4月"),
            &[("Z010", "C6")],
            &[("B6", "?"), ("B6", "?"), ("B6", "?")]
        ),
        quirk!(
            "二段の見出し（年の下に月）",
            OFFICE,
            "読み、位置を知らせる",
            |book| {
                let tab = book.tab("会議・研修会");
                tab.insert_rows(7, 1);
                for (col, month) in [
                    ("C", "4月"),
                    ("D", "5月"),
                    ("E", "6月"),
                    ("F", "7月"),
                    ("G", "8月"),
                    ("H", "9月"),
                ] {
                    tab.clear(&format!("{col}6"));
                    tab.set(&format!("{col}7"), month);
                }
                tab.set("C6", "令和5年");
                tab.merge("C6", "H6");
                tab.merge("A6", "A7");
                tab.merge("B6", "B7");
            },
            MOVED,
            &[]
        ),
        quirk!(
            "同じ月の列が二つ",
            OFFICE,
            "どちらかを尋ねる",
            |book| {
                book.tab("会議・研修会").set("K6", "4月");
                book.tab("会議・研修会").set("K7", 9.0);
            },
            &[("Z011", "K6")],
            &[]
        ),
        quirk!(
            "二か月の欄が結合されている",
            OFFICE,
            "読まず、結合の解除を求める",
            |book| {
                book.tab(ASKERS).clear("D8");
                book.tab(ASKERS).merge("C8", "D8");
            },
            &[("Z014", "C8")],
            &[("C8", "?"), ("C8", "?")]
        ),
        quirk!(
            "項目の見出しが二行に結合されている",
            OFFICE,
            "読む",
            |book| {
                book.tab("会議・研修会").insert_rows(8, 1);
                book.tab("会議・研修会").merge("B7", "B8");
            },
            &[],
            &[]
        ),
        quirk!(
            "項目の行を消した",
            OFFICE,
            "ないと知らせる",
            |book| book.tab(ASKERS).clear_area("A9", "I9"),
            &[("Z010", "B6")],
            &[
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?"),
                ("B6", "?")
            ]
        ),
        quirk!(
            "表の横に書かれたメモと、下に書かれた数",
            OFFICE,
            "どちらも読まず、どうするかを尋ねる",
            |book| {
                book.tab(ASKERS).set("L8", "※ 6月は集計中 12件");
                book.tab("会議・研修会").set("B12", "※ 9月は台風で中止");
                book.tab("会議・研修会").set("C13", 99.0);
            },
            &[("Z023", "L8"), ("Z023", "B12"), ("Z011", "B13")],
            &[]
        ),
        quirk!(
            "一覧の下のメモ、「以下余白」、合計の行",
            WARD,
            "読まず、メモは答えでないかを尋ねる",
            |book| {
                let tab = book.tab("(カ)研修");
                tab.set("B13", "以下余白");
                tab.set("B33", "※ ほかに1回予定していたが中止");
                tab.set("B34", "合計");
                tab.set("I34", 61.0);
            },
            &[("Z023", "B33")],
            &[]
        ),
        quirk!(
            "表の上、見出しの横、見出しのない列に書かれた字や数",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| {
                let tab = book.tab(ASKERS);
                tab.set("A3", "※4月の病院は3件に訂正します");
                tab.set("K4", 9.0);
                tab.set("K7", "4月は3件の誤り");
                tab.set("K6", "備考");
            },
            &[("Z023", "A3"), ("Z023", "K4"), ("Z018", "K6")],
            &[]
        ),
        quirk!(
            "表の下や横の、答えにかかわらない注記「※延べ人数です」「※9月末時点」「（単位：件）」、空の列の見出し",
            OFFICE,
            "読まず、参考として知らせる。だれもが書く言葉なら何も言わない",
            |book| {
                let tab = book.tab(ASKERS);
                tab.set("B21", "※延べ人数です");
                tab.set("B47", "※9月末時点");
                tab.set("C3", "（単位：件）");
                tab.set("K6", "整理");
                tab.set("L6", "備考");
                tab.set("L1", "確認印");
                tab.set("L2", "受付印");
            },
            &[("Z016", "K6"), ("Z016", "B21"), ("Z016", "B47")],
            &[]
        ),
        quirk!(
            "答えが変わるかもしれない注記「※病院は新規のみ」「※8月分は後日」、空の列の「数値は仮」、題名の横の「見本」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| {
                let tab = book.tab(ASKERS);
                tab.set("J1", "見本");
                tab.set("L7", "※病院は新規のみ");
                tab.set("K24", "数値は仮");
                tab.set("B47", "※8月分は後日");
            },
            &[
                ("Z023", "J1"),
                ("Z023", "L7"),
                ("Z023", "K24"),
                ("Z023", "B47")
            ],
            &[]
        ),
        quirk!(
            "表の横に「作成日：2023/10/3」「記入者：山田」「R5.10.3作成」「上半期」",
            OFFICE,
            "読まず、参考として知らせる",
            |book| {
                book.tab(ASKERS).set("L4", "作成日：2023/10/3");
                book.tab(ASKERS).set("L5", "記入者：山田");
                book.tab(ASKERS).set("L9", "R5.10.3作成");
                book.tab(ASKERS).set("M9", "上半期");
            },
            &[("Z016", "L4"), ("Z016", "L9")],
            &[]
        ),
        quirk!(
            "表の横に電話と内線の番号「TEL 06-1234-5678」「内線 1234」、印の日付「確認済 10/3」",
            OFFICE,
            "読まず、参考として知らせる",
            |book| {
                book.tab(ASKERS).set("L4", "担当：山田（内線1234）");
                book.tab(ASKERS).set("L5", "TEL 06-1234-5678");
                book.tab(ASKERS).set("L9", "内線 1234");
                book.tab(ASKERS).set("L11", "確認済 10/3");
            },
            &[("Z016", "L4"), ("Z016", "L9"), ("Z016", "L11")],
            &[]
        ),
        quirk!(
            "表の横に「No.1」「Ver.1.0」「北区 保健福祉課」、メールのアドレス",
            OFFICE,
            "読まず、参考として知らせる",
            |book| {
                book.tab(ASKERS).set("L4", "No.1");
                book.tab(ASKERS).set("L9", "Ver.1.0");
                book.tab(ASKERS).set("L11", "北区 保健福祉課");
                book.tab(ASKERS).set("L13", "E-mail：kita@example.lg.jp");
            },
            &[
                ("Z016", "L4"),
                ("Z016", "L9"),
                ("Z016", "L11"),
                ("Z016", "L13"),
            ],
            &[]
        ),
        quirk!(
            "表の横に「No.1は9件」「北区 訂正係」、ほかの区の名前のある「※都島区と共催」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| {
                book.tab(ASKERS).set("L4", "No.1は9件");
                book.tab(ASKERS).set("L9", "北区 訂正係");
                book.tab(ASKERS).set("L11", "※都島区と共催");
            },
            &[("Z023", "L4"), ("Z023", "L9"), ("Z023", "L11")],
            &[]
        ),
        quirk!(
            "表の横に続けて書かれた「課長」「係長」「担当」「確認」、縦に並んだ「記入者：山田」など",
            OFFICE,
            "列とは見ず、だれもが書く言葉や名前として扱う",
            |book| {
                for (cell, word) in [
                    ("L4", "課長"),
                    ("M4", "係長"),
                    ("N4", "担当"),
                    ("O4", "確認"),
                ] {
                    book.tab(ASKERS).set(cell, word);
                }
                for (cell, word) in [
                    ("L23", "作成：10/3"),
                    ("L24", "記入者：山田"),
                    ("L25", "受付"),
                    ("L26", "決裁欄"),
                ] {
                    book.tab(ASKERS).set(cell, word);
                }
            },
            &[("Z016", "L23")],
            &[]
        ),
        quirk!(
            "理由の欄に数だけ「35件」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| book.tab(ASKERS).set("J20", "35件"),
            &[("Z023", "J20")],
            &[]
        ),
        quirk!(
            "シートの2行目に、ほかの市の同じ名前の区「堺市北区」",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book
                .tab("(カ)研修")
                .set("A2", "堺市北区役所　令和5年度 上半期"),
            &[("Z007", "A2")],
            &[]
        ),
        quirk!(
            "シートの2行目に「前年度」",
            OFFICE,
            "読まず、どうするかを尋ねる",
            |book| book.tab(ASKERS).set("A2", "前年度"),
            &[("Z023", "A2")],
            &[]
        ),
        quirk!(
            "表の横に「合計 60」「担当：9月は2件」「電話 12」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| {
                book.tab(ASKERS).set("L4", "合計 60");
                book.tab(ASKERS).set("L9", "担当：9月は2件");
                book.tab(ASKERS).set("L11", "電話 12");
            },
            &[("Z023", "L4"), ("Z023", "L9"), ("Z023", "L11")],
            &[]
        ),
        quirk!(
            "様式にないシートに一言だけ「控え」「よろしくお願いします」",
            OFFICE,
            "読まず、数字のないメモなら参考として知らせる",
            |book| {
                book.add("Sheet1").set("A1", "控え");
                book.add("メモ").set("A1", "よろしくお願いします");
            },
            &[("Z016", "")],
            &[]
        ),
        quirk!(
            "様式にないシートに、答えが変わるかもしれない言葉「訂正あり」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| {
                book.add("Sheet1").set("A1", "訂正あり");
            },
            &[("Z023", "")],
            &[]
        ),
        quirk!(
            "記入要領のシートの下に書いた「4月は9件に訂正」",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| book.tab("記入要領").set("B30", "4月は9件に訂正"),
            &[("Z023", "B30")],
            &[]
        ),
        quirk!(
            "記入要領のシートのセルに付けたメモ",
            OFFICE,
            "読まず、答えでないかを尋ねる",
            |book| book.tab("記入要領").note("B7", "4月の病院は3件です"),
            &[("Z023", "B7")],
            &[]
        ),
        quirk!(
            "合計の式に数を書き足した「=SUM(C7:H7)+1000」",
            OFFICE,
            "合計が内訳と合わないと知らせる",
            |book| book
                .tab(ASKERS)
                .set("I7", V::Formula("=SUM(C7:H7)+1000", "1000")),
            &[("Z201", "I7")],
            &[]
        ),
        quirk!(
            "「記入例①」とある行に、この期間の研修",
            WARD,
            "読まず、記入例かを尋ねる（Z310）",
            |book| book.tab("(カ)研修").set("A12", "記入例①"),
            &[],
            &[
                ("B12", ""),
                ("H12", ""),
                ("D12", ""),
                ("I12", ""),
                ("C12", "")
            ]
        ),
        quirk!(
            "対象期間「第1期」「5年度上半期」",
            OFFICE,
            "様式に書き込まれた期間と同じなら、読む",
            |book| book.tab("基本情報").set("C8", "5年度上半期"),
            &[],
            &[("C8", "Text(\"5年度上半期\")")]
        ),
        quirk!(
            "シートの2行目に、期間のない「（都島区分）」の付いた名前",
            OFFICE,
            "読み、どちらかを尋ねる",
            |book| book
                .tab(ASKERS)
                .set("A2", "北区在宅医療・介護連携相談支援室（都島区分）"),
            &[("Z023", "A2")],
            &[]
        ),
        quirk!(
            "シートの2行目の期間に「（案）」",
            OFFICE,
            "読み、報告するものかを尋ねる",
            |book| book.tab(ASKERS).set(
                "A2",
                "北区在宅医療・介護連携相談支援室　令和5年度 上半期（案）"
            ),
            &[("Z023", "A2")],
            &[]
        ),
        quirk!(
            "シートの名前に「（前回）」「下書き」「案」",
            OFFICE,
            "読み、報告するものかを尋ねる",
            |book| {
                book.tab(ASKERS).name += "（前回）";
                book.tab("会議・研修会").name = "会議・研修会案".to_owned();
                book.tab("事例").name = "（下書き）事例".to_owned();
            },
            &[("Z022", ""), ("Z022", ""), ("Z022", "")],
            &[]
        ),
        quirk!(
            "シートの2行目に、ほかの報告者の名前だけ（又は半角の空白で期間が続く）",
            OFFICE,
            "どちらかを尋ね、ほかは読まない",
            |book| book
                .tab(ASKERS)
                .set("A2", "都島区在宅医療・介護連携相談支援室 令和5年度 上半期"),
            &[("Z007", "A2")],
            &[]
        ),
        quirk!(
            "シートの名前を残らず変えた（記入要領も）",
            OFFICE,
            "見出しで読み、知らせる",
            |book| {
                for (i, tab) in book.0.iter_mut().filter(|tab| !tab.hidden).enumerate() {
                    tab.name = format!("Sheet{i}");
                }
            },
            &[],
            &[]
        ),
        quirk!(
            "シートの1行目に、ほかの様式の題名",
            OFFICE,
            "どちらかを尋ね、ほかは読まない",
            |book| book.tab(ASKERS).set(
                "A1",
                "様式1　在宅医療・介護連携推進事業 取組状況報告（区役所用）"
            ),
            &[("Z007", "A1")],
            &[]
        ),
        quirk!(
            "区役所の様式に、同じ区の相談支援室の名前",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book
                .tab("基本情報")
                .set("C7", "北区在宅医療・介護連携相談支援室"),
            &[("Z007", "C7")],
            &[]
        ),
        quirk!(
            "一覧の行の右に自分の計、番号「定例2」",
            WARD,
            "どの行も読み、様式にない列の値を尋ねる",
            |book| {
                let tab = book.tab("(カ)研修");
                tab.set("L12", "計");
                tab.set("M12", 141.0);
                tab.set("A12", "定例2");
            },
            &[("Z018", "M11")],
            &[]
        ),
        quirk!(
            "一覧のテーマだけの行が「※」「注」で始まる",
            WARD,
            "行として読み、足りない欄を知らせる",
            |book| {
                let tab = book.tab("(カ)研修");
                tab.set("C13", "※追加開催　褥瘡の予防");
            },
            &[
                ("Z101", "B13"),
                ("Z101", "D13"),
                ("Z101", "H13"),
                ("Z101", "I13")
            ],
            &[("C13", "Text(\"※追加開催\\u{3000}褥瘡の予防\")")]
        ),
        quirk!(
            "一覧の行に、一つは付ける○が一つもない",
            WARD,
            "読み、付け忘れかを尋ねる",
            |book| book.tab("(カ)研修").clear("D12"),
            &[("Z101", "D12")],
            &[("D12", "")]
        ),
        quirk!(
            "一覧の番号の欄に「例」",
            WARD,
            "読まず、知らせる",
            |book| {
                let tab = book.tab("(カ)研修");
                tab.set("A13", "例");
                tab.set("B13", V::Date(45_063.0));
                tab.set("C13", "在宅医療の基礎");
            },
            &[("Z016", "A13")],
            &[]
        ),
        quirk!(
            "一覧の行が足りず、下に書き足した",
            WARD,
            "読む",
            |book| {
                let tab = book.tab("(カ)研修");
                tab.set("B33", V::Date(45_070.0));
                tab.set("C33", "足りない行");
                tab.set("D33", "○");
                tab.set("H33", "集合");
                tab.set("I33", 12.0);
            },
            &[],
            &[
                ("B33", "Date(2023-05-24)"),
                ("H33", "Choice(\"onsite\")"),
                ("D33", "Mark"),
                ("I33", "Count(12)"),
                ("C33", "Text(\"足りない行\")"),
            ]
        ),
        quirk!(
            "値のある行を非表示にした",
            OFFICE,
            "読み、確かめを求める",
            |book| book.tab(ASKERS).hidden_rows.push(7),
            &[("Z015", "A8")],
            &[]
        ),
        quirk!(
            "絞り込み（オートフィルター）やグループで続きの行が隠れている",
            OFFICE,
            "読み、ひと続きとして確かめを求める",
            |book| book.tab(ASKERS).hidden_rows.extend(7..19),
            &[("Z015", "A8")],
            &[]
        ),
        quirk!(
            "値のある列を非表示にした",
            OFFICE,
            "読み、確かめを求める",
            |book| book.tab("会議・研修会").hidden_cols.push(3),
            &[("Z015", "D6")],
            &[]
        ),
        quirk!(
            "離れたセルの値",
            OFFICE,
            "読まず、確かめを求める",
            |book| book.tab(ASKERS).set("A9999", "メモ"),
            &[("Z013", "A9999")],
            &[]
        ),
        quirk!(
            "表の見出しを書き換えた",
            OFFICE,
            "近い見出しを示して尋ねる",
            |book| book.tab("会議・研修会").set("A4", "会議・研修会等への出席"),
            &[("Z010", "")],
            &[
                ("C7", ""),
                ("D7", ""),
                ("E7", ""),
                ("F7", ""),
                ("G7", ""),
                ("H7", ""),
                ("C8", ""),
                ("D8", ""),
                ("E8", ""),
                ("F8", ""),
                ("G8", ""),
                ("H8", ""),
                ("C10", ""),
                ("D10", ""),
                ("E10", ""),
                ("F10", ""),
                ("G10", ""),
                ("H10", ""),
            ]
        ),
    ]
}

pub fn sheets() -> Vec<Quirk> {
    vec![
        quirk!(
            "シートの名前を変えた",
            OFFICE,
            "見出しで読む",
            |book| book.tab(ASKERS).name = "Sheet3".to_owned(),
            &[],
            &[]
        ),
        quirk!(
            "シートの順を変えた",
            OFFICE,
            "読む",
            |book| book.0.reverse(),
            &[],
            &[]
        ),
        quirk!(
            "空の写し「(オ)相談 (2)」",
            OFFICE,
            "記入のあるほうを読み、知らせる",
            |book| {
                let copy = book.copy(ASKERS, "(オ)相談 (2)");
                copy.clear_area("C7", "H20");
                copy.clear_area("C25", "H45");
            },
            &[("Z016", "A4"), ("Z016", "A22")],
            &[]
        ),
        quirk!(
            "記入のある写し「(オ)相談 (2)」",
            OFFICE,
            "どちらかを尋ねる",
            |book| {
                book.copy(ASKERS, "(オ)相談 (2)").set("C7", 3.0);
            },
            &[("Z011", "A4"), ("Z016", "A22")],
            &[]
        ),
        quirk!(
            "同じ答えの写し「会議・研修会 (2)」",
            OFFICE,
            "一つだけを読み、知らせる",
            |book| {
                book.copy("会議・研修会", "会議・研修会 (2)");
            },
            &[("Z016", "A4")],
            &[]
        ),
        quirk!(
            "「例」という名前のシート",
            OFFICE,
            "読まない",
            |book| {
                book.copy(ASKERS, "例").set("C7", 30.0);
            },
            &[],
            &[]
        ),
        quirk!(
            "記入例のシートが残っている",
            OFFICE,
            "読まない",
            |book| {
                book.copy(ASKERS, "記入例").set("C7", 30.0);
            },
            &[],
            &[]
        ),
        quirk!(
            "様式のシートが非表示",
            OFFICE,
            "表示に戻すよう求める",
            |book| book.tab("会議・研修会").hidden = true,
            &[("Z010", "")],
            &[
                ("C7", ""),
                ("D7", ""),
                ("E7", ""),
                ("F7", ""),
                ("G7", ""),
                ("H7", ""),
                ("C8", ""),
                ("D8", ""),
                ("E8", ""),
                ("F8", ""),
                ("G8", ""),
                ("H8", ""),
                ("C10", ""),
                ("D10", ""),
                ("E10", ""),
                ("F10", ""),
                ("G10", ""),
                ("H10", ""),
            ]
        ),
        quirk!(
            "前の期のシートが非表示で残っている",
            OFFICE,
            "読まない",
            |book| {
                book.copy("会議・研修会", "会議R4").hidden = true;
            },
            &[],
            &[]
        ),
        quirk!(
            "隠し印のシートが失われた",
            OFFICE,
            "題名・報告者・対象期間で読む",
            |book| book.remove("_zaitaku"),
            &[],
            &[]
        ),
        quirk!(
            "隠し印も題名も失われた",
            WARD,
            "表の見出しで様式を知る",
            |book| {
                book.remove("_zaitaku");
                for tab in &mut book.0 {
                    tab.clear_area("A1", "A2");
                }
            },
            &[],
            &[]
        ),
        quirk!(
            "報告者「大阪市北区」（印なし）",
            WARD,
            "北区役所と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C7", "大阪市北区");
            },
            &[],
            &[("C7", "Text(\"大阪市北区\")")]
        ),
        quirk!(
            "報告者「北区保健福祉センター」",
            WARD,
            "北区役所と読む",
            |book| book.tab("基本情報").set("C7", "北区保健福祉センター"),
            &[],
            &[("C7", "Text(\"北区保健福祉センター\")")]
        ),
        quirk!(
            "報告者「北」",
            WARD,
            "北区役所と読む",
            |book| book.tab("基本情報").set("C7", "北"),
            &[],
            &[("C7", "Text(\"北\")")]
        ),
        quirk!(
            "報告者「北区役所 保健福祉課」",
            WARD,
            "北区役所と読む",
            |book| book.tab("基本情報").set("C7", "北区役所 保健福祉課"),
            &[],
            &[("C7", "Text(\"北区役所 保健福祉課\")")]
        ),
        quirk!(
            "配られた区と違う報告者",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book.tab("基本情報").set("C7", "西区役所"),
            &[("Z007", "C7")],
            &[]
        ),
        quirk!(
            "ほかの市の同じ名前の区「堺市北区役所」",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book.tab("基本情報").set("C7", "堺市北区役所"),
            &[("Z007", "C7")],
            &[]
        ),
        quirk!(
            "報告者に、市や、様式を集める局の名前「大阪市健康局」",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book.tab("基本情報").set("C7", "大阪市健康局"),
            &[("Z007", "C7")],
            &[]
        ),
        quirk!(
            "対象期間「令和5年度 上半期（10月～3月）」",
            WARD,
            "どちらかを尋ね、ほかは読まない",
            |book| book
                .tab("基本情報")
                .set("C8", "令和5年度 上半期（10月～3月）"),
            &[("Z007", "C8")],
            &[]
        ),
        quirk!(
            "名簿にない報告者（印なし）",
            WARD,
            "名前を尋ね、ほかは読まない",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C7", "北港区役所");
            },
            &[("Z006", "C7")],
            &[]
        ),
        quirk!(
            "報告者「大阪府大阪市北区」（印なし）",
            WARD,
            "北区役所と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C7", "大阪府大阪市北区");
            },
            &[],
            &[("C7", "Text(\"大阪府大阪市北区\")")]
        ),
        quirk!(
            "報告者も対象期間も空欄（印なし）",
            WARD,
            "題名の下の行で読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").clear_area("C7", "C8");
            },
            &[],
            &[("C8", ""), ("C7", "")]
        ),
        quirk!(
            "対象期間「令和5年度」（印なし）",
            WARD,
            "どちらの半期かを尋ね、ほかは読まない",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "令和5年度");
            },
            &[("Z005", "C8")],
            &[]
        ),
        quirk!(
            "対象期間「令和5年度（上半期）」「R5上」（印なし）",
            WARD,
            "上半期と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "令和5年度（上半期）");
            },
            &[],
            &[("C8", "Text(\"令和5年度（上半期）\")")]
        ),
        quirk!(
            "対象期間「R5.4～R5.9」（印なし）",
            WARD,
            "上半期と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "R5.4～R5.9");
            },
            &[],
            &[("C8", "Text(\"R5.4～R5.9\")")]
        ),
        quirk!(
            "対象期間「令和5年4月～9月」（印なし）",
            WARD,
            "上半期と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "令和5年4月～9月");
            },
            &[],
            &[("C8", "Text(\"令和5年4月～9月\")")]
        ),
        quirk!(
            "対象期間「令和5（2023）年度上半期」（印なし）",
            WARD,
            "上半期と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "令和5（2023）年度上半期");
            },
            &[],
            &[("C8", "Text(\"令和5（2023）年度上半期\")")]
        ),
        quirk!(
            "対象期間「2023-04/2023-09」（印なし）",
            WARD,
            "上半期と読む",
            |book| {
                book.remove("_zaitaku");
                book.tab("基本情報").set("C8", "2023-04/2023-09");
            },
            &[],
            &[("C8", "Text(\"2023-04/2023-09\")")]
        ),
    ]
}
