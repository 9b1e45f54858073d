#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: geodata/demo/load.sh IMPORTER DATA: loads the demonstration into a data folder and publishes it.
# The same steps, in the same order, load a real community.
set -euo pipefail
importer=$1
data=$2
demo=$(dirname "$0")

"$importer" --data "$data" addresses "$demo/adresses.csv" --as-of 2024-06-21
"$importer" --data "$data" territory "$demo/territoire.geojson" --source "Paris Data" --publisher "Ville de Paris" --licence ODbL --as-of 2023-07-15
"$importer" --data "$data" zones "$demo/zones.geojson" --source "Zones dessinées (démonstration)"
"$importer" --data "$data" sheet "$demo/professionnels.csv" "$demo/structures.csv" "$demo/points.csv" --source "Tableur de démonstration (personnes fictives)"
"$importer" --data "$data" sheet "$demo/seances.csv" --source "Séances de démonstration"
"$importer" --data "$data" publish
