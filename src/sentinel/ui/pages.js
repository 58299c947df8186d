(() => {
  // Code that scrolls is reached by keyboard, and what has a name has a role that takes one:
  // the components leave both out. And a page is called what its heading says.
  const mend = () => {
    for (const each of document.querySelectorAll('.cm-scroller[tabindex="-1"]')) {
      each.tabIndex = 0;
      each.setAttribute("role", "group");
      each.setAttribute("aria-label", "code");
    }
    for (const each of document.querySelectorAll(".empty[aria-label]:not([role])")) {
      each.setAttribute("role", "img");
    }
    const heading = document.querySelector("h1")?.innerText.trim();
    const title = heading ? `${heading} · SENTINEL` : document.title;
    if (document.title !== title) document.title = title;
  };
  new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
})();
