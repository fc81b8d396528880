// Walking through the pages of a list.

/** Every page from a first one on; only one is held at a time. */
export async function* everyPage(first) {
  let page = await first;
  while (true) {
    yield page;
    if (page.length === 0 || !page.hasNext()) return;
    page = await page.next();
  }
}
