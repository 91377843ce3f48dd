// Tables as CSV (RFC 4180) for spreadsheets.

/** cell quotes where needed. What a spreadsheet would compute is made text by an apostrophe (CWE-1236); numbers stay numbers. */
function cell(value: string): string {
  const s = /^[=+\-@\t\r]/.test(value) && !/^-?\d+([.,]\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s;
}

/** csv writes rows with CRLF after each. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((r) => `${r.map(cell).join(",")}\r\n`).join("");
}

/** save offers text as a file. The mark in front tells spreadsheets that it is UTF-8. */
export function save(name: string, text: string, type = "text/csv"): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: `${type};charset=utf-8` }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  URL.revokeObjectURL(url);
}
