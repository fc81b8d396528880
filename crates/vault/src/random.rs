/// `N` bytes from the operating system, for values that are no secret.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills a secret where it is: returning it could leave copies on the stack.
pub(crate) fn fill(secret: &mut [u8]) -> Result<(), getrandom::Error> {
    getrandom::fill(secret)
}
