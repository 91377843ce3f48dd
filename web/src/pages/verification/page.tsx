import { Later } from "../../app/later";

export default function VerificationPage() {
  return <Later topic="verification" />;
}
