// Puts a player in the place of a video's link when somebody asks for it, and fetches nothing before.
(() => {
  "use strict";

  const player = (video) => {
    const { file, type, embed, title, captions, language, languageName } = video.dataset;
    if (file) {
      const made = document.createElement("video");
      made.controls = true;
      made.autoplay = true;
      made.setAttribute("aria-label", title);
      const source = document.createElement("source");
      source.src = file;
      source.type = type;
      made.append(source);
      if (captions) {
        const track = document.createElement("track");
        track.kind = "captions";
        track.src = captions;
        track.srclang = language;
        track.label = languageName;
        track.default = true;
        made.append(track);
      }
      return made;
    }
    if (embed) {
      const made = document.createElement("iframe");
      made.src = embed;
      made.title = title;
      made.allow = "autoplay; fullscreen; picture-in-picture";
      made.referrerPolicy = "strict-origin-when-cross-origin";
      return made;
    }
    return null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".psh-video__play");
    const video = link && link.closest("[data-psh-video]");
    // A click that asks for a new tab or a download is left to the browser.
    if (!video || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    const made = player(video);
    if (made) {
      event.preventDefault();
      made.tabIndex = 0;
      video.querySelector(".psh-video__stage").replaceChildren(made);
      made.focus();
    }
  });
})();
