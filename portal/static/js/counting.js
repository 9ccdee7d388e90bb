// Says while one writes how long a text is, and where a sentence grows too long to be read easily.
const wired = new WeakSet();
const SENTENCE_END = /[。！？!?\n]+/;

function said(field, words) {
  const most = Number(field.dataset.count);
  const sentence = Number(field.dataset.sentence);
  const length = [...field.value.trim()].length;
  const parts = [];
  if (most) parts.push(words.count.replace("{count}", length).replace("{most}", most));
  const long = sentence && field.value.split(SENTENCE_END).find((part) => [...part.trim()].length > sentence);
  if (long) parts.push(words.sentence.replace("{most}", sentence));
  return { text: parts.join(" "), tooLong: Boolean(most) && length > most };
}

export function start(root) {
  for (const field of root.querySelectorAll("[data-count], [data-sentence]")) {
    const words = field.form?.dataset;
    if (wired.has(field) || !words?.sayCount) continue;
    wired.add(field);
    const line = document.createElement("p");
    line.className = "quiet counting";
    field.after(line);
    const tell = () => {
      const { text, tooLong } = said(field, { count: words.sayCount, sentence: words.saySentence });
      line.textContent = text;
      line.classList.toggle("counting-over", tooLong);
    };
    field.addEventListener("input", tell);
    tell();
  }
}
