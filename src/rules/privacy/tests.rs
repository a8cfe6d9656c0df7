//! Sentences as the texts of cases have them, all invented: what must be quoted, and what must
//! pass.

use super::*;
use crate::rules::criteria::Criteria;

/// More of them, a sentence a line: what must be quoted stands behind it, as `told` says it.
const MORE_TELLING: &str = include_str!("tests/telling.txt");

/// As nurses and coordinators write: nothing of them may be quoted.
const MORE_INNOCENT: &str = include_str!("tests/innocent.txt");

/// The same of what wards write of their work.
const TELLING_OF_WARDS: &str = include_str!("tests/telling_of_wards.txt");
const INNOCENT_OF_WARDS: &str = include_str!("tests/innocent_of_wards.txt");

/// Everything that is quoted, as `Z401 田中さん`, in the order of the text.
fn told(text: &str, privacy: Privacy) -> Vec<String> {
    let patterns = Criteria::built_in().patterns();
    let places = patterns.find(text, privacy);
    let kinds = patterns.kinds.iter().zip(places);
    let mut told: Vec<(usize, String)> = kinds
        .flat_map(|(kind, spans)| {
            spans
                .into_iter()
                .map(|span| (span.start, format!("{} {}", kind.code, text[span].trim())))
        })
        .collect();
    told.sort();
    told.into_iter().map(|(_, told)| told).collect()
}

/// Sentences, and what is quoted of them.
const TELLING: &[(&str, &[&str])] = &[
    // Names: kanji, kana, with and without a title
    (
        "田中さんから電話があり、退院後の生活について相談を受けた。",
        &["Z401 田中さん"],
    ),
    ("山田 太郎様の件で病棟から連絡。", &["Z401 山田 太郎様"]),
    ("鈴木氏が来室した。", &["Z401 鈴木氏"]),
    ("昨日、はなこさんが自宅で転倒した。", &["Z401 はなこさん"]),
    (
        "「さくらちゃん」と呼ばれている孫が手伝う。",
        &["Z401 さくらちゃん"],
    ),
    ("長女のゆうこさんに説明した。", &["Z401 ゆうこさん"]),
    ("ハナコさんは独居である。", &["Z401 ハナコさん"]),
    ("山田 はなこさんと話した。", &["Z401 山田 はなこさん"]),
    ("スミスさんの家族は遠方に住む。", &["Z401 スミスさん"]),
    (
        "孫の健太くんが学校から帰るまで一人になる。",
        &["Z401 健太くん"],
    ),
    ("佐藤医師に紹介した。", &["Z401 佐藤医師"]),
    ("高橋先生の往診が始まった。", &["Z401 高橋先生"]),
    ("榊先生に情報提供書を依頼した。", &["Z401 榊先生"]),
    ("担当は森ケアマネである。", &["Z401 森ケアマネ"]),
    ("中村看護師と同行訪問した。", &["Z401 中村看護師"]),
    ("山本花子が退院することになった。", &["Z401 山本花子"]),
    ("本人（吉田一郎）は帰宅を望む。", &["Z401 吉田一郎"]),
    ("氏名：木村正雄", &["Z401 木村正雄"]),
    ("井上は受診を拒んでいる。", &["Z401 井上"]),
    ("小林殿の退院前カンファレンスに出席した。", &["Z401 小林殿"]),
    ("妻の和子さんには認知症がある。", &["Z401 和子さん"]),
    ("長男の一夫さんと話した。", &["Z401 一夫さん"]),
    ("次女（春子さん）が通う。", &["Z401 春子さん"]),
    ("長男の太郎が同居する。", &["Z401 太郎"]),
    ("李さんには通訳が要る。", &["Z401 李さん"]),
    ("担当の藤田訪問看護師が同席した。", &["Z401 藤田訪問看護師"]),
    // Ages
    ("８５歳の男性で、妻と二人で暮らす。", &["Z402 ８５歳"]),
    ("85才、要介護3。", &["Z402 85才"]),
    ("満八十五歳になった。", &["Z402 満八十五歳"]),
    ("九十一才、独居。", &["Z402 九十一才"]),
    ("年齢：83、女性", &["Z402 83"]),
    ("享年92であった。", &["Z402 享年92"]),
    ("長男（58）が同居している。", &["Z402 58"]),
    ("85y/o、女性、脳梗塞後。", &["Z402 85y/o"]),
    // Birth dates
    (
        "昭和15年3月2日生まれの女性。",
        &["Z403 昭和15年3月2日生まれ"],
    ),
    ("S15.3.2生", &["Z403 S15.3.2生"]),
    ("生年月日 1940/3/2", &["Z403 生年月日 1940/3/2"]),
    ("1940年生まれの男性。", &["Z403 1940年生まれ"]),
    (
        "生年月日は昭和十五年三月二日である。",
        &["Z403 生年月日は昭和十五年三月二日"],
    ),
    ("昭和１５年生まれで戦争を知る。", &["Z403 昭和１５年生まれ"]),
    ("3月2日が誕生日である。", &["Z403 3月2日が誕生日"]),
    // Dates
    (
        "令和５年６月１２日に退院した。",
        &["Z404 令和５年６月１２日"],
    ),
    ("2023/6/12 に訪問した。", &["Z404 2023/6/12"]),
    ("R5.7.3 に訪問。", &["Z404 R5.7.3"]),
    ("6月12日に退院した。", &["Z404 6月12日"]),
    ("六月十二日に退院した。", &["Z404 六月十二日"]),
    ("6/12退院、翌週から往診。", &["Z404 6/12"]),
    ("5/20より訪問看護が始まる。", &["Z404 5/20"]),
    ("7/3(月)に担当者会議を開いた。", &["Z404 7/3"]),
    // Numbers
    ("電話は06-6208-0000へ。", &["Z405 06-6208-0000"]),
    ("(06)6208-0000に折り返す。", &["Z405 (06)6208-0000"]),
    (
        "０６（６２０８）００００に連絡。",
        &["Z405 ０６（６２０８）００００"],
    ),
    (
        "０９０－１２３４－５６７８に連絡。",
        &["Z405 ０９０－１２３４－５６７８"],
    ),
    ("携帯09012345678に連絡。", &["Z405 09012345678"]),
    ("050-1234-5678（IP電話）にかけた。", &["Z405 050-1234-5678"]),
    ("+81-90-1234-5678", &["Z405 +81-90-1234-5678"]),
    ("TEL 6208-0000", &["Z405 6208-0000"]),
    ("06 6208 0000 まで。", &["Z405 06 6208 0000"]),
    ("〒530-8201", &["Z405 〒530-8201"]),
    (
        "郵便番号５３０－８２０１の地域。",
        &["Z405 ５３０－８２０１"],
    ),
    ("taro@example.jp に送った。", &["Z405 taro@example.jp"]),
    (
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ に送った。",
        &["Z405 ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ"],
    ),
    ("被保険者番号：0001234567", &["Z405 0001234567"]),
    ("番号は1234567890です。", &["Z405 1234567890"]),
    ("マイナンバー 1234-5678-9012", &["Z405 1234-5678-9012"]),
    ("診察券番号は12345である。", &["Z405 12345"]),
    (
        "詳しくは https://example.jp/a を見た。",
        &["Z405 https://example.jp/a"],
    ),
    // Addresses
    ("北区中之島一丁目の自宅に戻る。", &["Z406 北区中之島一丁目"]),
    ("天満3-2-1に住む。", &["Z406 天満3-2-1"]),
    ("12番地の長屋に住む。", &["Z406 12番地"]),
    ("梅田３丁目１番３号", &["Z406 梅田３丁目１番３号"]),
    ("マンションの201号室で独居。", &["Z406 201号室"]),
    ("メゾン桜川に一人で住む。", &["Z406 メゾン桜川"]),
    ("千鳥ハイツの2階に住む。", &["Z406 千鳥ハイツ"]),
    ("区内の市営天満住宅に入居した。", &["Z406 市営天満住宅"]),
    ("第二団地3号棟に移った。", &["Z406 第二団地3号棟"]),
    ("西区江戸堀に住む兄が来た。", &["Z406 江戸堀"]),
    // Initials: letters of names, not the A, B, C in order
    ("K.T氏の退院を調整した。", &["Z407 K.T氏"]),
    ("Ｙ．Ｓさんから相談。", &["Z407 Ｙ．Ｓさん"]),
    ("患者MKさんの家族。", &["Z407 MKさん"]),
    ("Ｔ氏は入院中である。", &["Z407 Ｔ氏"]),
    ("Kさんの長女より相談。", &["Z407 Kさん"]),
    ("M病院の相談員に引き継いだ。", &["Z407 M病院"]),
    ("Y医師の往診につないだ。", &["Z407 Y医師"]),
    // Institutions
    ("中之島病院に入院した。", &["Z408 中之島病院"]),
    (
        "さくらクリニックの往診を受ける。",
        &["Z408 さくらクリニック"],
    ),
    ("本人はさくらクリニックに通う。", &["Z408 さくらクリニック"]),
    ("サクラクリニックの往診。", &["Z408 サクラクリニック"]),
    (
        "中津訪問看護ステーションにつないだ。",
        &["Z408 中津訪問看護ステーション"],
    ),
    (
        "ひまわり訪問看護の利用を始めた。",
        &["Z408 ひまわり訪問看護"],
    ),
    ("スギ薬局の薬剤師が訪問する。", &["Z408 スギ薬局"]),
    ("佐藤内科に通院している。", &["Z408 佐藤内科"]),
    (
        "天満地域包括支援センターに引き継いだ。",
        &["Z408 天満地域包括支援センター"],
    ),
    ("住友病院から退院した。", &["Z408 住友病院"]),
    ("千鳥苑に入所した。", &["Z408 千鳥苑"]),
    (
        "あおぞらケアプランセンターの担当者と話した。",
        &["Z408 あおぞらケアプランセンター"],
    ),
    (
        "グループホームひだまりに入居した。",
        &["Z408 グループホームひだまり"],
    ),
    (
        "大阪大学医学部附属病院に入院中。",
        &["Z408 大阪大学医学部附属病院"],
    ),
    // Several in one text
    (
        "83歳の田中さんは6月12日に退院した。",
        &["Z402 83歳", "Z401 田中さん", "Z404 6月12日"],
    ),
];

/// Sentences of which nothing may be quoted.
const INNOCENT: &[&str] = &[
    "姪御さん、お子さん、訪問入浴さん、退院支援看護師さん、入居者様、お手伝いさん。",
    "孫の様子、妻の一助、長女の息子が同居する。",
    "80歳を超える夫婦、3歳児健診、65歳になり介護保険へ移る。",
    "平野区保健師、千葉県の保健師と話した。",
    "がん診療連携拠点病院、精神科訪問看護ステーション、看護小規模多機能。",
    "皆様、患者様、ご家族様、お客様、奥様の様子は様々で、同様の仕様である。",
    "患者さん、息子さん、娘さん、奥さん、看護師さん、ヘルパーさん、ケアマネさん、大家さん、たくさん。",
    "おばあさんとおじいさん、おくさん、むすこさん、みなさん、おとなりさんに囲まれて暮らす。",
    "お母様と弟様、御兄弟様、叔母様に説明した。",
    "孫ちゃん、お孫さん、お嫁さん、赤ちゃん、ワンちゃん。",
    "クライアントさん、キーパーソンさん、スーパーバイザーさん、ドライバーさん。",
    "AさんとB様、C氏、氏名は伏せる。",
    "A病院からBクリニックへ、C薬局とD訪問看護ステーションが関わる。",
    "A・B両病院の連携室と調整した。",
    "X病院に紹介した。",
    "主治医の先生、担当医師、訪問看護師、往診の先生、学校の先生に相談した。",
    "かかりつけ医の先生から、専門の先生を紹介された。",
    "担当先生、外科先生、病棟医先生。",
    "理学療法士や作業療法士、管理栄養士が訪問する。",
    "中野区の妹宅、平野区内の自宅、千葉県の長男宅に身を寄せる。",
    "上野から大阪に移り、福島区で暮らす。",
    "上田町会長、中島美術館のような固有の場所には行かない。",
    "70歳代の男性、80代の女性、65歳以上、７５歳未満。",
    "80歳前後、90歳近い母、八十歳代の妻。",
    "いきいき百歳体操に通う。",
    "40歳から64歳までの第2号被保険者である。",
    "昭和一桁生まれの世代、昭和10年代生まれの女性。",
    "入院の1週間後、5月下旬、令和5年度上半期、4月から、令和5年6月に退院した。",
    "3月10日間の休みがあった。",
    "週2/3回、1/2量に減らし、要介護2-3、血圧120/80、体温37.5、SpO2 95%。",
    "薬を1日3回、朝2錠・夕1錠飲む。",
    "30分、10日間、2週間に1回の訪問。",
    "医療保険から介護保険へ切り替えた。限度額は20万円ほど。",
    "2022-2023年の冬に状態が落ちた。",
    "在宅酸素2L、夜間のみ3L、食事は1600kcal。",
    "電話で相談があり、折り返し連絡した。",
    "番号札を取って待つ。",
    "市営住宅の3階に住み、階段の上り下りが難しい。",
    "賃貸マンションの2階、エレベーターなし。",
    "サービス付き高齢者向け住宅に入居した。",
    "木造アパートに独居、文化住宅、公営住宅、集合住宅。",
    "町内会の会長、町会、区内、隣の区、市外の兄。",
    "区内在住の長女が週末に通う。",
    "住宅改修と福祉用具を使い、2階から1階に寝室を移した。",
    "2号被保険者、1号保険料、1号研修。",
    "近隣の病院、総合病院、A病院、Bクリニック、かかりつけ薬局、区外の病院、入院中の病院、回復期リハビリテーション病院。",
    "このクリニック、かかりつけクリニック、近くのクリニック、いつもの病院、断られた病院。",
    "在宅療養支援診療所、門前薬局、訪問看護ステーション、特別養護老人ホーム。",
    "脳卒中専門病院、長期療養病院、前回入院病院、手術病院、有床診療所。",
    "受け入れてくれる病院がない。入院できる病院を探した。",
    "地域包括支援センターと居宅介護支援事業所、相談支援室が連携した。",
    "担当地域包括支援センター、区地域包括支援センター、当該ケアプランセンター。",
    "近所の内科、皮膚科、整形外科、循環器内科に通う。",
    "庭園の見える部屋、幼稚園、動物園、公園を散歩する。",
    "PTさんとOTさん、ADLとIADL、MSW、S.T.",
    "P.T.とO.T.、C.M、Q.O.L.、A.C.P.、N.S.",
    "HbA1c、CKD、COPD、ALS、BPSD、NPPV、PEG、IVH。",
    "B型肝炎、C型肝炎、D病棟、ICU、Ⅱ型呼吸不全、J1、B2。",
    "要介護3、要支援2、障害高齢者の日常生活自立度A1、認知症自立度Ⅱb。",
    "家族は薬のことをたくさん話した。近所のおばさん。",
    "通訳さん、業者さん、郵便屋さん、新聞屋さん、八百屋さん。",
    "民生委員さん、生活支援員さん、地区担当保健師さん、救急隊員さん。",
    "認認介護の夫婦で、互いに様子を見ている。",
    "本人の意向は「家に帰りたい」であった。",
    "神様、仏様、お互い様、お疲れ様でした。",
    "同氏、両氏、彼氏、某氏の意見。",
    "御殿、殿方、神殿。",
    "主治医変更、医師会、歯科医師会、薬剤師会に相談した。",
    "訪問歯科、訪問薬剤、訪問リハビリ、通所リハビリを併用する。",
    "緩和ケア病棟のある病院、ホスピス、レスパイト入院先の病院。",
    "退院前カンファレンスに参加し、サービス担当者会議で共有した。",
];

#[test]
fn what_tells_who_or_where_is_quoted() {
    let wrong: Vec<String> = TELLING
        .iter()
        .filter(|(text, wanted)| told(text, Privacy::Case) != *wanted)
        .map(|(text, wanted)| {
            let told = told(text, Privacy::Case);
            format!("{text}\n  wanted {wanted:?}\n  told   {told:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn more_of_what_tells_who_or_where_is_quoted() {
    for (lines, privacy) in [
        (MORE_TELLING, Privacy::Case),
        (TELLING_OF_WARDS, Privacy::Person),
    ] {
        let quoted = |line: &str| {
            let text = line.split(" | ").next().unwrap_or_default();
            [vec![text.to_owned()], told(text, privacy)]
                .concat()
                .join(" | ")
        };
        let wrong: Vec<String> = lines
            .lines()
            .filter(|line| quoted(line) != **line)
            .map(|line| format!("{line}\n  told {}", quoted(line)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn the_words_of_daily_work_pass() {
    for (lines, privacy) in [
        (MORE_INNOCENT, Privacy::Case),
        (MORE_INNOCENT, Privacy::Person),
        (INNOCENT_OF_WARDS, Privacy::Person),
    ] {
        let wrong: Vec<String> = lines
            .lines()
            .filter(|line| !told(line, privacy).is_empty())
            .map(|line| format!("{line}\n  told {:?}", told(line, privacy)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Years, places and an office's own telephone number are right in a text about the work, in which
/// a case would tell who somebody is.
#[test]
fn less_is_looked_for_in_a_text_about_the_work() {
    let text = "2023年6月12日に天満橋2-5-1の会館で開催。問い合わせは06-6208-0000まで。";
    assert!(told(text, Privacy::Case).len() >= 3);
    assert!(told(text, Privacy::Person).is_empty());
}

/// What spares the preparing of patterns changes nothing that is found.
#[test]
fn the_lists_of_which_a_text_holds_no_word_are_not_missed() {
    let Patterns { kinds, lists, .. } = Criteria::built_in().patterns();
    let texts = TELLING.iter().map(|(text, _)| *text);
    let texts = texts
        .chain(MORE_TELLING.lines())
        .chain(MORE_INNOCENT.lines());
    for text in texts.chain(INNOCENT.iter().copied()) {
        let present = lists.in_text(text);
        let all = vec![true; present.len()];
        for search in kinds.iter().map(|kind| kind.search(Privacy::Case)) {
            let found = search.places(text, lists, &present);
            assert_eq!(found, search.places(text, lists, &all), "{text}");
        }
    }
}

#[test]
fn words_that_tell_nobody_pass() {
    let wrong: Vec<String> = INNOCENT
        .iter()
        .filter(|text| !told(text, Privacy::Case).is_empty())
        .map(|text| format!("{text}\n  told {:?}", told(text, Privacy::Case)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_decade_of_an_age_is_proposed() {
    let patterns = Criteria::built_in().patterns();
    for (age, wanted) in [
        ("８５歳", "80歳代"),
        ("満 71才", "70歳代"),
        ("九十一才", "90歳代"),
        ("百二歳", "100歳代"),
        ("七歳", "10歳未満"),
        ("9歳", "10歳未満"),
        ("白寿", "90歳代"),
        ("喜寿", "70歳代"),
        ("百寿を", "100歳代"),
    ] {
        assert_eq!(patterns.decade(age), wanted, "{age}");
    }
}

#[test]
fn a_mistake_in_the_patterns_is_told_with_its_line() {
    let of = |text: &str| {
        Patterns::load(DefinitionFile::new("privacy.toml", text), false)
            .map_or_else(|error| error.to_string(), |_| "read".to_owned())
    };
    let file = |code: &str, pattern: &str| {
        format!(
            "[[kind]]\ncode = \"{code}\"\npatterns = ['{pattern}']\nproblem = \"名前です\"\nremedy = \"消してください。\"\n\
             [words]\nsurname = [\"田中\"]\n[plain]\nwords = []\nendings = []\n"
        )
    };
    assert_eq!(of(&file("Z401", "{surname}さん")), "read");
    assert!(
        of(&file("Z301", "{surname}さん"))
            .starts_with("定義ファイル「privacy.toml」2行目: 「Z301」には型を書けません。")
    );
    let broken = of(&file("Z401", "{surname}(さん"));
    assert!(
        broken.starts_with(
            "定義ファイル「privacy.toml」3行目: 「{surname}(さん」は正規表現として読めません。"
        ),
        "{broken}"
    );
    let twice = format!(
        "{0}{0}",
        "[[kind]]\ncode = \"Z401\"\npatterns = []\nproblem = \"\"\nremedy = \"\"\n"
    );
    assert!(
        of(&format!(
            "{twice}[words]\n[plain]\nwords = []\nendings = []\n"
        ))
        .contains("7行目: 「Z401」が二度")
    );
}
