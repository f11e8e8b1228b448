/* Fetches the playground's own script, on its page alone. Runs after instant navigation, too. */

{
  const { src } = document.currentScript;
  let leave = () => {}; // ends what runs on the page that was left
  document$.subscribe(async () => {
    leave();
    leave = () => {};
    const playground = document.querySelector(".playground:has(.controls)");
    if (!playground || location.protocol === "file:") return; // a file may not load another
    const { begin } = await import(new URL("playground/page.js", src));
    if (playground.isConnected) leave = begin(playground);
  });
}
