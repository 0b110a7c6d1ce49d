// On a phone a file can be a photo taken now: the same field, asked for with the camera.
export function offerCamera() {
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  for (const button of document.querySelectorAll("[data-camera]")) {
    const field = document.getElementById(button.dataset.camera);
    button.hidden = false;
    button.addEventListener("click", () => {
      const accepted = field.accept;
      field.accept = "image/*";
      field.setAttribute("capture", "environment");
      field.click();
      field.accept = accepted;
      field.removeAttribute("capture");
    });
  }
}
