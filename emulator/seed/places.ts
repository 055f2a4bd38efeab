/** Where investors live: invented people and places for real countries. */
export type Place = {
  country: string
  dial: string
  cities: string[]
  /** Invented towns, counties and hills that institutions are named after. */
  lands: string[]
  given: string[]
  family: string[]
}

const words = (text: string) => text.split(/\s*,\s*/)

const place = (country: string, dial: string, cities: string, lands: string, given: string, family: string): Place => ({
  country,
  dial,
  cities: words(cities),
  lands: words(lands),
  given: words(given),
  family: words(family),
})

export const places: readonly (readonly [Place, number])[] = [
  [
    place(
      'United States',
      '+1 617 555',
      'Boston, New York, Chicago, San Francisco, Denver, Austin, Seattle, Atlanta, Minneapolis',
      'Tallgrass, Marlow Bay, Cedar Hollow, Juniper Ridge, Saltmarsh, Kestrel Falls, Wrenfield, Copper Mesa, Fairhollow, Blue Tarn, Stonebrook',
      'Caroline, Diane, Rebecca, Naomi, Keisha, Teresa, Harold, Victor, Curtis, Wesley, Grant, Elliot, Sandra, Jerome, Audrey, Calvin',
      'Whitlock, Abernathy, Castellano, Pruitt, Hargrove, Vandermeer, Delacroix, Sorensen, Wexler, Tillman, Barlow, Ferreira, Hendricks, Mayfield, Osgood, Rutledge',
    ),
    34,
  ],
  [
    place(
      'United Kingdom',
      '+44 20 7946',
      'London, Edinburgh, Manchester, Bristol, Leeds',
      'Whitmere, Ashcombe, Thornleigh, Cardingham, Hollowmoor, Fenwick Vale, Rookhope, Penhallow',
      'Imogen, Harriet, Fiona, Rosalind, Alistair, Graham, Nigel, Duncan, Amara, Zainab, Rupert, Bronwen',
      'Ashdown, Fairweather, Pemberton, MacAllister, Blackwood, Ellery, Okoro, Trelawney, Wainwright, Hathersage, Quayle',
    ),
    14,
  ],
  [
    place(
      'Germany',
      '+49 30 555',
      'Berlin, Hamburg, München, Köln, Frankfurt am Main, Düsseldorf',
      'Falkenried, Lindental, Weißenbrunn, Rabenstein, Königsaue, Mühlgrund',
      'Annegret, Björn, Jürgen, Käthe, Matthias, Sabine, Thorsten, Ulrike, Dörte, Götz, Wiebke',
      'Grünwald, Hölderich, Krämer, Müller, Oberländer, Schäfer, von Rabenau, Weißhaupt, Brückner, Ströbel',
    ),
    8,
  ],
  [
    place(
      'France',
      '+33 1 55 55',
      'Paris, Lyon, Bordeaux, Nantes, Lille',
      'Montcairn, Valfleury, Beauvallon, Sainte-Aurore, Rochebrune',
      'Amélie, Benoît, Céleste, François, Hélène, Jérôme, Maëlle, Théo, Gaëtan, Solène',
      'Beaumont, Chênevert, Delaunay, Fournier, Lefèvre, Montagné, d’Aubigny, Perrault, Lacaze',
    ),
    7,
  ],
  [
    place(
      'Spain',
      '+34 91 555',
      'Madrid, Barcelona, Valencia, Bilbao',
      'Altamira del Sur, Valdeluz, Peñarrubia, Sierra Clara',
      'Álvaro, Begoña, Iñigo, Lucía, María José, Núria, Raúl, Xavier, Íñaki, Pilar',
      'Aranburu, Echeverría, Ibáñez, Muñoz, Núñez, Ordóñez, Peñalver, Zubiría, Castañeda',
    ),
    5,
  ],
  [
    place(
      'Sweden',
      '+46 8 555',
      'Stockholm, Göteborg, Malmö',
      'Björkö, Ekdala, Norrviken, Strandby',
      'Åsa, Björn, Ebba, Göran, Håkan, Ingrid, Linnéa, Örjan, Sven, Maj-Britt',
      'Åkesson, Bergström, Dahlgren, Ekström, Hallström, Sjöberg, Wallenius, Öberg',
    ),
    5,
  ],
  [
    place(
      'Netherlands',
      '+31 20 555',
      'Amsterdam, Rotterdam, Utrecht, Eindhoven',
      'Waterkamp, Lindehof, Zandvelde, Noorderzijl',
      'Annelies, Bart, Daan, Femke, Joost, Marijke, Pieter, Saskia, Wouter',
      'van den Berg, de Graaf, Hoogland, van Loon, ter Horst, Vermeulen, Zonneveld',
    ),
    4,
  ],
  [
    place(
      'Switzerland',
      '+41 44 555',
      'Zürich, Genève, Basel, Lugano',
      'Altberg, Rosenalp, Sankt Verena, Valmora',
      'Beat, Corinne, Fabrizio, Heidi, Regula, Reto, Séverine, Urs',
      'Ammann, Bühler, Caflisch, Egloff, Rüegg, Tschudi, Zurbriggen',
    ),
    4,
  ],
  [
    place(
      'Italy',
      '+39 02 555',
      'Milano, Torino, Bologna, Roma',
      'Montevero, Valdoro, Castelfiore',
      'Alessandra, Beatrice, Emanuele, Giacomo, Lorenzo, Niccolò, Silvia, Vittorio',
      'Bellandi, Cattaneo, Fontanesi, Moretti, Pellegrini, Santagata, Visintin',
    ),
    3,
  ],
  [
    place(
      'Japan',
      '+81 3 5555',
      'Tokyo, Osaka, Fukuoka',
      'Aoyagi, Hoshino, Kazemachi, Shirohama',
      'Akiko, Daisuke, Haruto, Kaori, Naoki, Sakura, Takeshi, Yuki',
      'Fujisawa, Hayashi, Kurosaki, Morimoto, Nakatani, Shimada, Takamura',
    ),
    3,
  ],
  [
    place(
      'Singapore',
      '+65 6555',
      'Singapore',
      'Straits View, Marina Crest, Kampong Hijau',
      'Aisyah, Benedict, Hui Min, Jia Wei, Kavitha, Rajesh, Siew Ling, Wei Jie',
      'Chua, Goh, Lim, Ng, Seah, Tan, Teo, Yeo',
    ),
    4,
  ],
  [
    place(
      'India',
      '+91 22 5555',
      'Mumbai, Bengaluru, New Delhi, Chennai',
      'Neelgiri, Suryapur, Anandvan',
      'Aditi, Arjun, Deepa, Farhan, Ishaan, Lakshmi, Rohan, Sunita',
      'Bhattacharya, Chopra, Deshpande, Iyer, Kulkarni, Mehta, Subramaniam, Venkataraman',
    ),
    3,
  ],
  [
    place(
      'Nigeria',
      '+234 1 555',
      'Lagos, Abuja',
      'Omi Dudu, Ikoro Hills',
      'Adaeze, Babajide, Chidi, Folake, Ngozi, Olumide, Temitope, Yetunde',
      'Adeyemi, Balogun, Ezeugo, Nwachukwu, Ogunleye, Okonkwo, Uzoma',
    ),
    2,
  ],
  [
    place(
      'Brazil',
      '+55 11 5555',
      'São Paulo, Rio de Janeiro, Belo Horizonte',
      'Serra Azul, Vila Aurora, Boa Enseada',
      'Antônio, Beatriz, Cauã, Flávia, João, Letícia, Otávio, Renata',
      'Alcântara, Brandão, Conceição, Figueiredo, Guimarães, Magalhães, Prudente',
    ),
    3,
  ],
  [
    place(
      'Canada',
      '+1 416 555',
      'Toronto, Montréal, Vancouver, Calgary',
      'Maple Sound, Grand Portage, Lac-aux-Loons, Northern Pines',
      'Chantal, Geneviève, Gordon, Harpreet, Lachlan, Mireille, Tanvir, Wendy',
      'Beauchesne, Campbell-Roy, Dhaliwal, Gagné, MacNeil, Thibodeau, Yuen',
    ),
    5,
  ],
  [
    place(
      'Australia',
      '+61 2 5550',
      'Sydney, Melbourne, Brisbane, Perth',
      'Banksia Plains, Wattle Creek, Southern Reef',
      'Brodie, Claire, Hamish, Jarrah, Kirsten, Lachie, Matilda, Tessa',
      'Callaghan, Dunbar, Fitzgibbon, Harrigan, Nguyen-Hall, Stavros, Treloar',
    ),
    4,
  ],
  [
    place(
      'United Arab Emirates',
      '+971 4 555',
      'Dubai, Abu Dhabi',
      'Al Waha, Jabal Noor',
      'Amal, Faisal, Huda, Khalid, Layla, Omar, Salma, Yousef',
      'Al Farsi, Al Mazrui, Bin Saleh, Haddad, Rahmani',
    ),
    3,
  ],
  [
    place(
      'Ireland',
      '+353 1 555',
      'Dublin, Cork, Galway',
      'Ballyclare Head, Glenmorna, Slievecroft',
      'Aoife, Ciarán, Eoin, Gráinne, Niamh, Pádraig, Róisín, Seán',
      'Brannigan, Ó Dálaigh, Gallagher, Kinsella, MacCarthaigh, O’Rourke, Tiernan',
    ),
    3,
  ],
  [
    place(
      'Poland',
      '+48 22 555',
      'Warszawa, Kraków, Wrocław',
      'Jasne Wzgórze, Złoty Las',
      'Agnieszka, Grzegorz, Jędrzej, Łukasz, Małgorzata, Paweł, Zofia',
      'Dąbrowicz, Jabłoński, Kościelniak, Śliwa, Wróblewska, Żurawski',
    ),
    2,
  ],
]
