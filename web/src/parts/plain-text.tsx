// What people wrote: paragraphs and line ends as they typed them, and nothing interpreted.

export function PlainText({ text }: { text: string }) {
  return (
    <div className="plain">
      {text
        .trim()
        .split(/\n{2,}/)
        .map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no name but their place
          <p key={i}>{p}</p>
        ))}
    </div>
  );
}
