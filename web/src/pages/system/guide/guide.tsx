// The guided form: the description step by step, in plain words.
import { Questions } from "../questions";

export function Guide() {
  return <Questions />;
}
