// What every page runs. Each module finds its own elements by data- attributes; nothing here is needed to read or send a page.
import { makeCalls } from "./calls.js";
import { keepDrafts } from "./drafts.js";
import { guardForms } from "./forms.js";
import { listenToFragments } from "./fragments.js";
import { listenToKeys } from "./keys.js";
import { openMenus } from "./menus.js";
import { followChoices } from "./choices.js";
import { keepKeys } from "./page-keys.js";
import { offerPicks } from "./picks.js";
import { openSheets } from "./sheets.js";
import { unfoldOnPaper } from "./print.js";
import { showWhereOneIs } from "./rails.js";

listenToKeys();
openMenus();
openSheets();
keepDrafts();
keepKeys();
offerPicks();
guardForms();
followChoices();
listenToFragments();
makeCalls();
showWhereOneIs();
unfoldOnPaper();
