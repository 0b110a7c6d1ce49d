// The search key, and focus on what was refused.
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const box = document.querySelector("[data-hotkey]");
    if (!box) return;
    if (event.key === box.dataset.hotkey && !isTyping(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target === box) {
      box.blur();
    }
  });
  document.querySelector("[data-focus]")?.focus();
}
