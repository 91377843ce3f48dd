// What this browser remembers for this person's comfort: theme, language, widths. Never anything secret, and nothing breaks without it.

/** kept gives what is remembered under a name, or null. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`cordon.${name}`);
  } catch {
    return null; // storage may be forbidden
  }
}

/** keep remembers a value under a name; null forgets it. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`cordon.${name}`);
    else localStorage.setItem(`cordon.${name}`, value);
  } catch {
    // storage may be forbidden or full: then it is asked again next time
  }
}
