// Loads the dashboard, and says so when it cannot be loaded.

try {
  const { start } = await import('./app.mjs');
  start();
} catch {
  const place = document.getElementById('main');
  const text = document.createElement('p');
  text.className = 'quiet';
  text.setAttribute('role', 'alert');
  text.textContent =
    'The dashboard could not be started. It needs the built package under pkg/ beside this page, and a browser that can run WebAssembly.';
  place.replaceChildren(text);
}
