import { Later } from "../../app/later";

export default function IntegrationPage() {
  return <Later topic="integration" />;
}
