// The editor brings its few rules of style along and writes them into the page, which our content
// security policy refuses. They come as a file instead: css/prose.css.
import { Editor } from "django-prose-editor/editor"

Editor.prototype.injectCSS = () => {}
