// Side navigation: pages of the organisation, and of the project one is in.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useOrganisation, usePlace, useProject } from "./place";
import { addressOf, entries, type PageRoute } from "./routes";
import { useSession } from "./session";

export function Side({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const place = usePlace();
  const { organisations = [] } = useSession();
  const organisation = useOrganisation() ?? organisations[0];
  const project = useProject();
  const base = organisation ? `/o/${organisation.id}` : "";
  return (
    <nav className="shell-side" id="side" aria-label={t("shell.navigation")} data-open={open}>
      <div>
        {organisation && (
          <Group title={organisation.name} base={base} of="organisation" may={organisation.may} close={close} />
        )}
        {place.project && project.data && organisation && (
          <Group
            title={project.data.name}
            base={`${base}/p/${place.project}`}
            of="project"
            may={organisation.may}
            close={close}
          />
        )}
      </div>
    </nav>
  );
}

interface GroupProps {
  title: string;
  base: string;
  of: PageRoute["of"];
  may: readonly string[];
  close: () => void;
}

function Group({ title, base, of, may, close }: GroupProps) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <>
      <h2 className="side-of">{title}</h2>
      {entries(of, may).map(({ group, pages }) => (
        <section key={group} aria-label={t(`nav.group.${group}`)}>
          {of === "project" && <h3>{t(`nav.group.${group}`)}</h3>}
          <ul>
            {pages.map((p) => {
              const here = place.base === base && isAt(place.rest, addressOf(p));
              return (
                <li key={p.topic}>
                  <Link href={base + addressOf(p)} aria-current={here ? "page" : undefined} onClick={close}>
                    {t(`nav.${p.topic}`)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </>
  );
}

function isAt(rest: string, address: string): boolean {
  return rest === address || (address !== "/" && rest.startsWith(`${address}/`));
}
