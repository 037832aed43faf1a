//! The results as a table for people and as JSON for later comparison.

use std::fmt::Write;

use serde_json::json;

use crate::measure::{Comparison, Side};
use crate::statistics::{geometric_mean, median};

/// Seconds per iteration of a side: the median over its processes.
fn seconds(result: &Comparison, side: usize) -> Option<f64> {
    median(&result.sides.get(side)?.rounds)
}

/// How many times faster the side is than the first one.
fn ratio(result: &Comparison, side: usize) -> Option<f64> {
    Some(seconds(result, 0)? / seconds(result, side)?)
}

/// The table. Programs with a complaint show it and do not count in the mean.
pub fn text(sides: &[Side], results: &[Comparison]) -> String {
    let mut text = format!("\n{:<28}", "program");
    for (index, side) in sides.iter().enumerate() {
        let _ = write!(text, "{:>14}", format!("{} ms", side.name));
        if index > 0 {
            let _ = write!(text, "{:>8}", "ratio");
        }
    }
    text.push('\n');
    for result in results {
        let _ = write!(text, "{:<28}", result.name);
        if let Some(complaint) = &result.complaint {
            let _ = writeln!(text, "  FAILED: {complaint}");
            continue;
        }
        for index in 0..sides.len() {
            let _ = write!(text, "{:>14.3}", seconds(result, index).unwrap_or(f64::NAN) * 1e3);
            if index > 0 {
                let _ = write!(text, "{:>8.2}", ratio(result, index).unwrap_or(f64::NAN));
            }
        }
        text.push('\n');
    }
    let _ = write!(text, "{:<28}{:>14}", "geometric mean", "");
    for index in 1..sides.len() {
        let mean = mean_ratio(results, index).map_or("-".to_string(), |mean| format!("{mean:.2}"));
        let _ = write!(text, "{:>14}{mean:>8}", "");
    }
    text.push('\n');
    text
}

fn mean_ratio(results: &[Comparison], side: usize) -> Option<f64> {
    let counted = results.iter().filter(|result| result.complaint.is_none());
    let ratios: Vec<f64> = counted.filter_map(|result| ratio(result, side)).collect();
    geometric_mean(&ratios)
}

/// Everything measured. Executables are left out: their paths say nothing on another machine.
pub fn json(sides: &[Side], results: &[Comparison], rounds: usize) -> String {
    let programs: Vec<_> = results
        .iter()
        .map(|result| {
            let measured = sides
                .iter()
                .zip(&result.sides)
                .enumerate()
                .map(|(index, (side, measurement))| {
                    let entry = json!({
                        "seconds": seconds(result, index),
                        "ratio": ratio(result, index),
                        "rounds": measurement.rounds,
                        "check": measurement.check,
                    });
                    (side.name.to_string(), entry)
                });
            let measured: serde_json::Map<_, _> = measured.collect();
            json!({ "name": result.name, "sides": measured, "complaint": result.complaint })
        })
        .collect();
    let means: serde_json::Map<_, _> = sides
        .iter()
        .enumerate()
        .skip(1)
        .map(|(index, side)| (side.name.to_string(), json!(mean_ratio(results, index))))
        .collect();
    let arguments: serde_json::Map<_, _> = sides
        .iter()
        .map(|side| (side.name.to_string(), json!(side.arguments)))
        .collect();
    let whole = json!({
        "machine": std::env::consts::ARCH,
        "rounds": rounds,
        "arguments": arguments,
        "programs": programs,
        "geometric_mean_ratio": means,
    });
    format!("{whole:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measurement;

    fn comparison(seconds: [f64; 2], complaint: Option<&str>) -> Comparison {
        let sides = seconds
            .map(|value| Measurement {
                rounds: vec![value],
                check: None,
            })
            .to_vec();
        Comparison {
            name: "a".into(),
            sides,
            complaint: complaint.map(str::to_string),
        }
    }

    fn two_sides() -> Vec<Side> {
        ["cpython", "pyrs"]
            .map(|name| Side {
                name,
                executable: name.into(),
                arguments: Vec::new(),
            })
            .into_iter()
            .collect()
    }

    #[test]
    fn failures_do_not_count() {
        let results = [comparison([0.2, 0.1], None), comparison([0.1, 0.1], Some("differs"))];
        assert_eq!(mean_ratio(&results, 1), Some(2.0_f64.ln().exp()));
        let text = text(&two_sides(), &results);
        assert!(text.contains("FAILED: differs") && text.contains("200.000"), "{text}");
    }

    #[test]
    fn json_holds_the_ratio() {
        let text = json(&two_sides(), &[comparison([0.2, 0.1], None)], 1);
        let value: serde_json::Value = serde_json::from_str(&text).expect("own output parses");
        assert_eq!(value["programs"][0]["sides"]["pyrs"]["ratio"], 2.0);
    }
}
