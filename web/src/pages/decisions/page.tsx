// Decisions about risks: which stand, which fell and why, what nobody has decided yet; and what waits for one's signature.
import { Route, Switch } from "wouter";
import { DecisionPage } from "./decision";
import { EditPage, NewPage } from "./form";
import { ListPage } from "./list";

export default function DecisionsPage() {
  return (
    <Switch>
      <Route path="/decisions" component={ListPage} />
      <Route path="/decisions/new" component={NewPage} />
      <Route path="/decisions/d/:id">{({ id }) => <DecisionPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/decisions/d/:id/edit">{({ id }) => <EditPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
