// Walking through the pages of a list.

/** Every page from the first one on; only one is held at a time. */
export async function* everyPage(query) {
  let page = await query.request().then(([value]) => value);
  while (true) {
    yield page;
    if (!page.hasNext?.() || page.length === 0) return;
    page = await page.next();
  }
}
