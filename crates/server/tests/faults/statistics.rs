//! Numbers about numbers.

/// The value that so many percent of all values do not exceed.
pub(crate) fn quantile(values: &mut [f64], percent: usize) -> f64 {
    assert!(!values.is_empty(), "no value");
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * percent).div_ceil(100);
    values[rank.clamp(1, values.len()) - 1]
}

pub(crate) fn median(values: &mut [f64]) -> f64 {
    quantile(values, 50)
}

/// Welch's t of two samples, without the tenth of each that is lowest and the tenth that
/// is highest.
pub(crate) fn welch_t(left: &mut [f64], right: &mut [f64]) -> f64 {
    let [(mean_l, error_l), (mean_r, error_r)] = [left, right].map(|values| {
        values.sort_by(f64::total_cmp);
        let cut = values.len() / 10;
        let kept = &values[cut..values.len() - cut];
        let count = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / count;
        let squares = kept.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        (mean, squares / (count - 1.0) / count)
    });
    (mean_l - mean_r) / (error_l + error_r).sqrt()
}

#[test]
fn statistics_of_known_samples_are_right() {
    let mut values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    assert_eq!(quantile(&mut values, 99), 99.0);
    assert_eq!(median(&mut values), 50.0);
    let near: Vec<f64> = (0..200).map(|n| f64::from(n % 10)).collect();
    let far: Vec<f64> = near.iter().map(|value| value + 2.0).collect();
    assert!(welch_t(&mut near.clone(), &mut near.clone()).abs() < 1e-9);
    assert!(welch_t(&mut far.clone(), &mut near.clone()) > 4.5);
}
