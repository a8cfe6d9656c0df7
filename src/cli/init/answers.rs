//! What a new project has to know: from the options, else asked for on a terminal.

use std::io::{BufRead, IsTerminal as _, Read as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::cli::args::Init;
use crate::cli::ask::Asker;
use crate::cli::say;
use crate::model::period::Period;

/// What a new project has to know.
#[derive(Debug)]
pub(super) struct Answers {
    pub city: String,
    pub issuer: String,
    pub units: Units,
    pub period: Period,
}

/// Where the list of units is.
#[derive(Debug)]
pub(super) enum Units {
    File(PathBuf),
    Pasted(String),
}

impl Answers {
    /// The options, and the answers to what they leave open.
    ///
    /// # Errors
    /// Nobody is there to be asked, or the answers end too early.
    pub fn of(args: &Init) -> Result<Self> {
        let stdin = std::io::stdin();
        let pipes_units = args
            .units
            .as_ref()
            .is_some_and(|path| path.as_os_str() == "-");
        if stdin.is_terminal() && !pipes_units {
            return Self::asked(args, stdin.lock());
        }
        let mut missing = Vec::new();
        if args.city.is_none() {
            missing.push("--city 市の名前");
        }
        if args.units.is_none() {
            missing.push("--units 報告者の一覧のファイル（- なら標準入力）");
        }
        if args.period.is_none() {
            missing.push("--period 初めの期間");
        }
        if !missing.is_empty() {
            bail!("次のことを書いてください: {}", missing.join("、"));
        }
        let mut piped = Vec::new();
        if pipes_units {
            stdin.lock().read_to_end(&mut piped)?;
        }
        Self::asked(args, piped.as_slice())
    }

    fn asked(args: &Init, input: impl BufRead) -> Result<Self> {
        let mut asker = Asker { input };
        let city = match &args.city {
            Some(city) => city.trim().to_owned(),
            None => asker.needed("市の名前（例: 青葉市）", None)?,
        };
        if city.is_empty() {
            bail!("市の名前が空です。--city に書いてください（例: --city 青葉市）");
        }
        let issuer = match (&args.issuer, &args.city) {
            (Some(issuer), _) => issuer.trim().to_owned(),
            // Whoever gave the city as an option is not asked for what can be left out.
            (None, Some(_)) => city.clone(),
            (None, None) => asker.needed("発行する部署（例: 青葉市健康福祉部）", Some(&city))?,
        };
        let period = match args.period {
            Some(period) => period,
            None => asker.period()?,
        };
        if period.is_year() {
            bail!(
                "半期の期間を書いてください。{0}H1（上半期）か {0}H2（下半期）です",
                period.year.0
            );
        }
        let units = match &args.units {
            Some(path) if path.as_os_str() != "-" => Units::File(path.clone()),
            Some(_) => Units::Pasted(asker.rest()?),
            None => asker.units()?,
        };
        Ok(Self {
            city,
            issuer,
            units,
            period,
        })
    }
}

impl<R: BufRead> Asker<R> {
    /// An answer that a project cannot do without.
    fn needed(&mut self, question: &str, otherwise: Option<&str>) -> Result<String> {
        let line = self.line(question, otherwise)?;
        line.context("入力が途中で終わりました。何も作っていません")
    }

    fn period(&mut self) -> Result<Period> {
        loop {
            let line = self.needed("初めの期間（例: 2024H1、令和6年度上半期）", None)?;
            match line.parse::<Period>() {
                Ok(period) if !period.is_year() => return Ok(period),
                Ok(_) => say("半期（上半期か下半期）で書いてください。\n")?,
                Err(error) => say(&format!("{error}\n"))?,
            }
        }
    }

    /// A file, or lines until a blank one.
    fn units(&mut self) -> Result<Units> {
        let first = self.needed(
            "報告者の一覧: Excel か CSV のファイルの場所、又は名前を1行に一つずつ貼り付け、終わりに何も書かず Enter\n",
            None,
        )?;
        let path = PathBuf::from(first.trim_matches('"'));
        if path.is_file() {
            return Ok(Units::File(path));
        }
        let mut lines = first;
        loop {
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 || line.trim().is_empty() {
                return Ok(Units::Pasted(lines));
            }
            lines += "\n";
            lines += line.trim_end();
        }
    }

    fn rest(&mut self) -> Result<String> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes)?;
        let text = crate::model::hand::decode(&bytes).map(|(text, _)| text.into_owned());
        text.ok_or_else(|| anyhow::anyhow!("標準入力の文字を読めません。UTF-8 で渡してください"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_option_says_is_asked_until_it_is_answered() {
        let typed = "\n青葉市\n\n来年\n2024\n令和6年度上半期\n北区役所\n南区役所\n\n余り\n";
        let answers = Answers::asked(&Init::default(), typed.as_bytes()).expect("answered");
        assert_eq!((&*answers.city, &*answers.issuer), ("青葉市", "青葉市"));
        assert_eq!(answers.period.to_string(), "2024H1");
        assert!(matches!(answers.units, Units::Pasted(text) if text == "北区役所\n南区役所"));
        let error = Answers::asked(&Init::default(), "青葉市\n".as_bytes()).expect_err("ends");
        assert!(error.to_string().contains("何も作っていません"));
    }
}
