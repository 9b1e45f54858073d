/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/command.h"

#define IMPORT_OPTIONS                                                                                \
    "\nOptions communes aux imports :\n"                                                              \
    "  --dry-run         tout vérifier et tout dire, sans rien changer\n"                            \
    "  --report FICHIER  écrire le compte rendu complet, ligne par ligne (.csv, .json ou .xlsx)\n"   \
    "  --as-of DATE      date des données (AAAA-MM-JJ) ; sinon celle du fichier\n"                   \
    "  --source NOM      nom de la source, montré avec chaque fait\n"                                \
    "  --publisher NOM   qui publie ces données\n"                                                   \
    "  --licence NOM     sous quelle licence\n"                                                       \
    "  --url ADRESSE     où elles sont publiées\n"                                                  \
    "\nRedonner un fichier du même nom (ou la même --source) remplace ce qu'il disait avant :\n"    \
    "ce qui n'y est plus disparaît à la publication suivante. Si des lignes sont refusées, rien\n" \
    "n'est retiré tant qu'elles ne sont pas corrigées.\n"

const struct command commands[] = {
    {.task = "Charger",
     .name = "territory",
     .summary = "le territoire, ses communes, quartiers ou IRIS (GeoJSON, GPKG, SHP)",
     .files = TAKES_FILES,
     .writes = true,
     .noun = "zone",
     .run = territory_command,
     .help =
         "voisoin-import territory FICHIER…\n"
         "\n"
         "Charge des contours nommés : le territoire lui-même, des communes, des quartiers, des\n"
         "IRIS. On pourra ensuite écrire leur nom dans la colonne « zone » d'un tableau.\n"
         "Les fichiers d'opendata.paris.fr (quartiers, arrondissements), des communes et des IRIS\n"
         "sont reconnus ; tout autre fichier doit porter les propriétés kind, code et name.\n"
         "\n"
         "  --kind SORTE      territory, commune, quartier ou iris, si le fichier ne le dit pas\n"
         "  --timezone NOM    fuseau horaire du territoire (Europe/Paris si rien n'est dit)\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees territory territoire.geojson\n" IMPORT_OPTIONS},
    {.name = "zones",
     .summary = "des zones dessinées, avec leur nom (GeoJSON, GPKG, SHP, KML)",
     .files = TAKES_FILES,
     .writes = true,
     .noun = "zone",
     .run = zones_command,
     .help =
         "voisoin-import zones FICHIER…\n"
         "\n"
         "Charge des polygones dessinés à la main, chacun avec un nom (propriété name ou nom).\n"
         "Une zone dont le contour se croise est réparée et signalée.\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees zones zones.geojson\n" IMPORT_OPTIONS},
    {.name = "sheet",
     .summary = "des tableaux de professionnels, de structures, de séances (XLSX, ODS, CSV)",
     .files = TAKES_FILES,
     .writes = true,
     .maps = true,
     .noun = "ligne",
     .run = sheet_command,
     .help =
         "voisoin-import sheet FICHIER…\n"
         "\n"
         "Charge un classeur (XLSX, ODS, XLS) ou un tableau enregistré en CSV : une ligne par\n"
         "personne et par lieu. Toutes les feuilles d'un classeur dont on reconnaît les colonnes\n"
         "sont lues ; un titre au-dessus ne gêne pas. Les colonnes sont reconnues à leur titre,\n"
         "dans n'importe quel ordre. Il faut « nom », et soit\n"
         "« adresse » avec « commune » ou « code postal », soit « lon » et « lat ». Une cellule\n"
         "vide veut dire « non précisé », jamais « non ».\n"
         "\n"
         "Colonnes : identifiant, type (professionnel, structure, point), nom, profession,\n"
         "compétences, adresse, code postal, commune, lon, lat, téléphone, téléphone direct,\n"
         "mssanté, email, site, domicile, zone, horaires, fermetures, téléconsultation, sans\n"
         "rendez-vous, nouveaux patients, langues, accès fauteuil, secteur, adressage, remarque,\n"
         "rpps, finess, mis à jour. « téléphone direct », « mssanté » et « adressage » restent "
         "réservés aux\n"
         "professionnels.\n"
         "\n"
         "zone : « rayon 2 km », « Plaisance; Petit-Montrouge », « rayon 2 km sauf Montparnasse "
         "»,\n"
         "le nom d'une zone dessinée.   horaires : « lundi-vendredi 9h-12h et 14h-19h ».\n"
         "fermetures : « du 1/8/2026 au 15/8/2026; 24/12/2026 ».\n"
         "\n"
         "Un tableau dont les colonnes sont structure, prestation, date, récurrence, début, fin,\n"
         "public, rendez-vous, lien, remarque est un tableau de séances.\n"
         "\n"
         "  --map FICHIER     des titres que l'on ne connaît pas : une ligne par colonne, votre\n"
         "                    titre, le signe =, le nôtre (« template colonnes.txt » en écrit un\n"
         "                    modèle) :\n"
         "                        Praticien = nom\n"
         "                        Où = adresse\n"
         "                        Interne = ignorer\n"
         "                        = commune: Paris     pour toute cellule vide ou absente\n"
         "\n"
         "Avec --report erreurs.xlsx, le compte rendu est une copie de vos tableaux : l'état et\n"
         "les erreurs de chaque ligne, les cellules en cause en couleur. Corrigez la copie, puis\n"
         "redonnez-la à sheet : elle vaut pour le fichier d'origine.\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees sheet infirmiers.xlsx --report erreurs.xlsx\n"
         "  voisoin-import --data donnees sheet classeur.xlsx seances.csv\n"
         "  voisoin-import --data donnees sheet etrange.csv --map colonnes.txt\n" IMPORT_OPTIONS},
    {.name = "template",
     .summary = "un classeur à remplir : colonnes expliquées, listes déroulantes (XLSX)",
     .files = TAKES_NEW_FILE,
     .run = template_command,
     .help = "voisoin-import template FICHIER.xlsx\n"
             "voisoin-import template FICHIER.txt\n"
             "\n"
             "Écrit un classeur vide, avec une ligne d'exemple : une feuille pour l'annuaire, une\n"
             "pour les séances, un mode d'emploi et la liste des professions. Chaque titre porte\n"
             "une explication ; type, oui/non et profession se choisissent dans une liste. Une\n"
             "fois rempli, il se charge avec la commande sheet.\n"
             "\n"
             "En .txt, écrit un modèle de correspondance des colonnes, pour sheet --map.\n"
             "\n"
             "Exemples :\n"
             "  voisoin-import template annuaire.xlsx\n"
             "  voisoin-import template colonnes.txt\n"},
    {.name = "vaccination",
     .summary = "les lieux de vaccination : grippe (Santé.fr), Covid-19 (ministère) (CSV)",
     .files = TAKES_FILES,
     .writes = true,
     .noun = "ligne",
     .run = vaccination_command,
     .help = "voisoin-import vaccination FICHIER…\n"
             "\n"
             "Charge le fichier des lieux de vaccination antigrippale de Santé.fr : nom, adresse,\n"
             "horaires, accès avec ou sans rendez-vous, téléphone et site de rendez-vous.\n"
             "Le fichier des centres de vaccination contre le Covid-19 (36 colonnes) est reconnu\n"
             "aussi ; un centre dont la date de fermeture est passée n'entre pas.\n"
             "\n"
             "Exemple :\n"
             "  voisoin-import --data donnees vaccination santefr-grippe.csv --as-of "
             "2025-10-14\n" IMPORT_OPTIONS},
    {.name = "rpps",
     .summary = "les professionnels de santé de l'Annuaire Santé (RPPS, fichiers PS_LibreAcces)",
     .files = TAKES_FILES,
     .writes = true,
     .noun = "ligne",
     .run = rpps_command,
     .help =
         "voisoin-import rpps FICHIER…\n"
         "\n"
         "Charge les extractions en libre accès de l'Annuaire Santé : Personne_activite et, si on\n"
         "les donne avec lui, SavoirFaire et Dipl_AutExerc ; en .txt, .gz ou .zip. Les lignes\n"
         "d'une personne en un même lieu font une seule fiche, avec toutes ses spécialités.\n"
         "\n"
         "Ne sont gardées que les lignes du territoire : les communes du carnet d'adresses et du\n"
         "territoire chargés, ou bien ce que disent\n"
         "  --postcodes 75014,75013   ces codes postaux\n"
         "  --departement 75          ces départements\n"
         "\n"
         "Sont laissés : les étudiants, les remplaçants, les activités sans soin au public\n"
         "(industrie, recherche, enseignement, administration, assurance, santé au travail,\n"
         "pompiers, armées hors hôpitaux), qui n'a pas de lieu d'exercice ou exerce à l'étranger.\n"
         "Les salariés des hôpitaux et des centres de santé sont gardés. Le RPPS ne dit rien des\n"
         "visites à domicile ni des horaires : ils restent « non précisés ».\n"
         "\n"
         "Chaque extraction remplace la précédente : qui n'y est plus disparaît à la publication\n"
         "suivante, même si des lignes abîmées sont refusées ; mais un fichier coupé ne retire\n"
         "personne. Un autre territoire remplace aussi le précédent : donnez tous les codes\n"
         "ensemble, ou un autre --source à chacun.\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees rpps PS_LibreAcces.zip --postcodes "
         "75014\n" IMPORT_OPTIONS},
    {.name = "finess",
     .summary = "les établissements du registre FINESS (JSON de FINESS+, anciens CSV)",
     .files = TAKES_FILES,
     .writes = true,
     .noun = "structure",
     .run = finess_command,
     .help =
         "voisoin-import finess FICHIER… [--departement N] [--communes N] [--postcodes N]\n"
         "\n"
         "Charge les établissements du registre FINESS : hôpitaux, centres et maisons de santé,\n"
         "pharmacies, PMI, CMP, SSIAD, EHPAD… Deux sortes de fichiers, compressés (.gz, .zip) ou "
         "non :\n"
         "  - le JSON quotidien des structures de FINESS+ (Agence du numérique en santé) ;\n"
         "  - les extractions cs1100502 et cs1100507 (DREES), arrêtées en 2026 : donnez-les\n"
         "    ensemble si vous avez les deux.\n"
         "Le fichier est celui de tout le pays : seules restent les structures des communes du\n"
         "carnet d'adresses et du territoire, sauf si l'on en demande d'autres. Les\n"
         "établissements fermés n'entrent pas.\n"
         "\n"
         "  --departement N   garder ces départements (75 ou 75,92,2A,971)\n"
         "  --communes N      garder ces communes, par leur code INSEE (75114,92049)\n"
         "  --postcodes N     garder ces codes postaux (75014,75013)\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees finess finess-structures.json.gz "
         "--departement 75\n" IMPORT_OPTIONS},
    {.name = "addresses",
     .summary = "les adresses d'un territoire (BAN ou BAL, .csv ou .csv.gz)",
     .files = TAKES_FILES,
     .writes = false, /* the address book takes the lock by itself */
     .noun = "ligne",
     .run = addresses_command,
     .help = "voisoin-import addresses FICHIER…\n"
             "\n"
             "Charge le carnet d'adresses du territoire : fichiers adresses-XX.csv.gz de la Base\n"
             "Adresse Nationale, ou Bases Adresses Locales 1.4 et 1.5. Le nouveau carnet remplace\n"
             "l'ancien d'un coup : donnez ensemble tous les fichiers qu'il doit contenir.\n"
             "Chargez-le avant les tableaux : il place leurs adresses sur la carte.\n"
             "\n"
             "Exemple :\n"
             "  voisoin-import --data donnees addresses adresses-75.csv.gz "
             "adresses-92.csv.gz\n" IMPORT_OPTIONS},
    {.name = "open-data",
     .summary = "les fichiers officiels d'une commune ou d'un département, téléchargés et chargés",
     .files = TAKES_TERRITORY,
     .writes = false, /* it takes the lock for each source, not while it downloads */
     .run = open_data_command,
     .help =
         "voisoin-import open-data CODE\n"
         "\n"
         "Télécharge les fichiers officiels d'un territoire et les charge tous, dans le bon ordre "
         ":\n"
         "contours des communes, adresses (Base Adresse Nationale), établissements (FINESS),\n"
         "professionnels (RPPS, un fichier de 820 Mo), lieux de vaccination (Santé.fr). CODE est\n"
         "celui d'une commune (75114, le code de l'Insee et non le code postal), d'une ville à\n"
         "arrondissements (75056) ou d'un département (75, 2A, 971).\n"
         "\n"
         "Le carnet d'adresses et les contours sont ceux du département entier ; pour le reste,\n"
         "seul ce qui est dans le territoire est gardé. Les fichiers restent dans\n"
         "DONNEES/downloads : la fois suivante, seul ce qui a changé est téléchargé, et ce qu'une\n"
         "coupure a interrompu reprend où il en était. Un éditeur qui ne répond pas n'empêche pas\n"
         "de charger les autres ; sans les communes ou les adresses, rien n'est chargé.\n"
         "\n"
         "Rien d'autre que le code du territoire ne quitte cet ordinateur : ni fiche, ni adresse,\n"
         "ni question de personne. Les adresses des éditeurs sont des réglages (section\n"
         "[open-data] de DONNEES/voisoin-import.ini). Le proxy est celui des variables\n"
         "https_proxy et http_proxy.\n"
         "\n"
         "  --dry-run         dire ce qui changerait : télécharger, lire, sans rien charger\n"
         "  --offline         ne rien demander : prendre les fichiers déjà téléchargés\n"
         "  --report FICHIER  écrire le compte rendu complet, ligne par ligne (.csv ou .json)\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees open-data 75114\n"
         "  voisoin-import --data donnees open-data 75 --offline --dry-run\n"},
    {.task = "Publier",
     .name = "publish",
     .summary = "publier : ce qui a été chargé devient ce que tout le monde voit",
     .files = TAKES_NOTHING,
     .writes = true,
     .reports = true,
     .rehearses = true,
     .run = publish_command,
     .help = "voisoin-import publish [--dry-run [--report FICHIER]]\n"
             "\n"
             "Fabrique un nouvel annuaire à côté de l'ancien, le vérifie, puis le met à sa place.\n"
             "Le service le prend aussitôt. Les dix derniers sont gardés (voir rollback).\n"
             "\n"
             "  --dry-run         dire ce que publier changerait, sans publier (voir diff)\n"
             "  --report FICHIER  avec --dry-run : tout écrire dans FICHIER (.csv ou .json)\n"
             "\n"
             "Exemples :\n"
             "  voisoin-import --data donnees publish --dry-run\n"
             "  voisoin-import --data donnees publish\n"},
    {.name = "diff",
     .summary = "ce qui change d'un annuaire à l'autre, ou ce que publier changerait",
     .files = TAKES_TWO,
     .reports = true,
     .run = diff_command,
     .help =
         "voisoin-import diff [N [M]] [--report FICHIER]\n"
         "voisoin-import diff workspace [--report FICHIER]\n"
         "\n"
         "Dit ce que l'annuaire M (celui en service) change par rapport à l'annuaire N (celui\n"
         "d'avant) : les nombres d'abord, puis qui arrive, qui s'en va et ce qui est modifié,\n"
         "50 lignes au plus. « diff workspace » dit ce que publier maintenant changerait.\n"
         "Les champs réservés aux professionnels sont comparés aussi : le compte rendu est pour\n"
         "vous.\n"
         "\n"
         "  --report FICHIER  tout écrire dans FICHIER (.csv ou .json)\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees diff\n"
         "  voisoin-import --data donnees diff 12 14 --report changements.csv\n"
         "  voisoin-import --data donnees diff workspace\n"},
    {.name = "rollback",
     .summary = "revenir à l'annuaire publié avant, ou à celui de numéro N",
     .files = TAKES_NUMBER,
     .writes = true,
     .run = rollback_command,
     .help = "voisoin-import rollback [N] [--addresses]\n"
             "\n"
             "Remet en service l'annuaire précédent, ou celui de numéro N (voir list). Rien n'est\n"
             "effacé. Avec --addresses, c'est le carnet d'adresses qui revient en arrière.\n"
             "\n"
             "Exemples :\n"
             "  voisoin-import --data donnees rollback\n"
             "  voisoin-import --data donnees rollback 12\n"},
    {.task = "Consulter",
     .name = "list",
     .summary = "les annuaires gardés, et les sources avec leurs dates",
     .files = TAKES_NOTHING,
     .run = list_command,
     .help = "voisoin-import list\n"
             "\n"
             "Montre les annuaires et les carnets d'adresses gardés, celui qui est en service\n"
             "(marqué « en service »), puis chaque source : sa date, le jour de son import, son\n"
             "nombre de lignes.\n"
             "\n"
             "Exemple :\n"
             "  voisoin-import --data donnees list\n"},
    {.name = "check",
     .summary = "vérifier l'annuaire et le carnet d'adresses en service",
     .files = TAKES_NUMBER,
     .run = check_command,
     .help = "voisoin-import check [N]\n"
             "\n"
             "Vérifie les fichiers en service (ou l'annuaire de numéro N) comme le fait la\n"
             "publication : intégrité, liens, index, nombres.\n"
             "\n"
             "Exemple :\n"
             "  voisoin-import --data donnees check\n"},
    {.name = "export",
     .summary = "l'annuaire et ses séances : XLSX, CSV, ou carte (GeoJSON, GPKG)",
     .files = TAKES_NUMBER,
     .run = export_command,
     .help =
         "voisoin-import export [FICHIER] [--sessions FICHIER]\n"
         "\n"
         "Écrit l'annuaire en service dans un fichier : .xlsx, un classeur avec les séances, que\n"
         "la commande sheet sait relire ; .csv, le tableau seul ; .geojson, des points ; .gpkg,\n"
         "pour QGIS, les points, les zones de visite, le territoire et les séances. Un tableau\n"
         "repris tel quel ne change rien à l'annuaire. « lon » et « lat » n'y sont écrits que là\n"
         "où la source les donnait ; les cartes portent tous les points.\n"
         "\n"
         "  --audience QUI     public (si rien n'est dit), ou professional : avec « téléphone\n"
         "                     direct », « mssanté » et « adressage ». Pour recharger ensuite\n"
         "                     le tableau, prenez professional, sinon ces champs seraient perdus.\n"
         "  --sessions FICHIER les séances, en tableau (.csv)\n"
         "  --generation N     l'annuaire de numéro N (voir list)\n"
         "\n"
         "En CSV, une cellule qu'un tableur prendrait pour une formule est écrite après une "
         "apostrophe,\n"
         "que sheet enlève en relisant.\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees export annuaire.xlsx --audience professional\n"
         "  voisoin-import --data donnees export annuaire.gpkg\n"
         "  voisoin-import --data donnees export --sessions seances.csv\n"},
    {.name = "skills",
     .summary = "les compétences, prestations et professions connues, ou celles qui ressemblent",
     .files = TAKES_SEARCH,
     .run = skills_command,
     .help = "voisoin-import skills [MOTS]\n"
             "\n"
             "Les mots que l'on peut écrire dans les colonnes « compétences », « profession » et\n"
             "« prestation ». Avec des mots, les plus proches seulement ; sans, toute la liste.\n"
             "\n"
             "Exemples :\n"
             "  voisoin-import skills pansement\n"
             "  voisoin-import skills > competences.txt\n"},
    {.task = "Décider",
     .name = "exclude",
     .summary = "qui ne doit pas paraître, quoi que dise le prochain fichier",
     .files = TAKES_NUMBER,
     .run = exclude_command,
     .help =
         "voisoin-import exclude [IDENTIFIANT] [--reason TEXTE] [--here] [--remove]\n"
         "\n"
         "Met une fiche à l'écart dès la prochaine publication, et pour toutes les suivantes,\n"
         "même si un fichier la redonne, sous ce numéro ou un autre, et une personne où qu'elle\n"
         "exerce. IDENTIFIANT est celui de l'adresse de la fiche sur la\n"
         "carte, ou de la colonne « identifiant » de la commande export. Sans IDENTIFIANT,\n"
         "montre qui est à l'écart.\n"
         "\n"
         "  --reason TEXTE  pourquoi, pour s'en souvenir\n"
         "  --here          à cette adresse seulement : la personne peut paraître ailleurs\n"
         "  --remove        la fiche peut de nouveau paraître\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees exclude 0f3a9c12de45b678 --reason \"à sa demande\"\n"
         "  voisoin-import --data donnees exclude --remove 0f3a9c12de45b678\n"
         "  voisoin-import --data donnees exclude\n"},
    {.name = "duplicates",
     .summary = "qui est peut-être là deux fois",
     .files = TAKES_NOTHING,
     .reports = true,
     .run = duplicates_command,
     .help =
         "voisoin-import duplicates [--report FICHIER]\n"
         "\n"
         "Montre les paires de fiches qui se ressemblent sans être sûrement la même : noms "
         "proches\n"
         "à la même adresse ou avec le même téléphone, ou la même personne sur deux lignes d'une\n"
         "même source. Rien n'est réuni ; dites ce qu'il en est avec la commande same.\n"
         "\n"
         "  --report FICHIER  toutes les paires, en tableau (.csv) ou .json\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees duplicates --report doublons.csv\n"},
    {.name = "same",
     .summary = "deux fiches n'en font qu'une, ou restent deux",
     .files = TAKES_WORDS,
     .writes = true,
     .run = same_command,
     .help =
         "voisoin-import same IDENTIFIANT IDENTIFIANT [--different] [--reason TEXTE]\n"
         "\n"
         "Dit que deux fiches, sous les identifiants que montre duplicates, sont la même ; avec\n"
         "--different, qu'elles sont deux. Cela vaut pour toutes les publications suivantes.\n"
         "\n"
         "Exemple :\n"
         "  voisoin-import --data donnees same sheet:annuaire:12 rpps:10000000012@... \n"},
    {.name = "correct",
     .summary = "ce qu'une personne corrige, et qu'aucun fichier n'efface",
     .files = TAKES_WORDS,
     .writes = true,
     .run = correct_command,
     .help =
         "voisoin-import correct IDENTIFIANT CHAMP VALEUR [--reason TEXTE]\n"
         "voisoin-import correct IDENTIFIANT [CHAMP] --remove\n"
         "voisoin-import correct FICHIER.csv\n"
         "voisoin-import correct\n"
         "\n"
         "Écrit une valeur qui l'emporte sur toutes les sources, aujourd'hui et après chaque\n"
         "import. IDENTIFIANT est celui de l'adresse de la fiche sur la carte, ou de la colonne\n"
         "« identifiant » de la commande export. CHAMP est le titre d'une colonne de la commande\n"
         "sheet (téléphone, horaires, zone, domicile, compétences, adresse…) et VALEUR s'écrit de\n"
         "la même façon ; « ? » ou « non précisé » cache ce que disent les sources. Un FICHIER\n"
         "porte une colonne « identifiant » et les champs à corriger : seules ses cellules\n"
         "remplies comptent. Sans rien, montre les corrections.\n"
         "\n"
         "  --reason TEXTE  pourquoi, pour s'en souvenir\n"
         "  --remove        les sources sont crues de nouveau\n"
         "\n"
         "Exemples :\n"
         "  voisoin-import --data donnees correct 0f3a9c12de45b678 téléphone \"01 99 00 12 34\"\n"
         "  voisoin-import --data donnees correct 0f3a9c12de45b678 horaires \"lundi 9h-12h\"\n"
         "  voisoin-import --data donnees correct 0f3a9c12de45b678 email ?\n"},
    {.name = NULL},
};
