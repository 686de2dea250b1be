// A link to `#comment-52` from years ago may lead to a comment that is not on this page, or that has
// another number now. Only the browser knows the fragment, so it asks the page that finds it:
// `data-numbered-comment` is its address for the number 0.
const conversation = document.querySelector("[data-numbered-comment]");

function find() {
  const number = /^#comment-([1-9]\d*)$/.exec(location.hash)?.[1];
  const isHere = number && document.getElementById(`comment-${number}`);
  const wasFound = new URLSearchParams(location.search).has("comment");
  if (!number || isHere || wasFound) return;
  location.replace(conversation.dataset.numberedComment.replace(/0\/$/, `${number}/`));
}

if (conversation) {
  find();
  addEventListener("hashchange", find);
}
