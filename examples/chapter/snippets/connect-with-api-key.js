var Syncano = require('syncano'); //CommonJS
var connection = new Syncano({apiKey: "API_KEY"});
