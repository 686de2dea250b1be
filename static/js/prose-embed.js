// A body may hold an embed: a link in a frame, with a caption. It is kept as it is while the text
// around it is written.
import { Node } from "django-prose-editor/editor"

export const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "paragraph caption?",
  isolating: true,
  parseHTML: () => [{ tag: "figure.embed", priority: 60 }],
  renderHTML: () => ["figure", { class: "embed" }, 0],
})
