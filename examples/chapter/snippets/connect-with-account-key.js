var connection = Syncano({accountKey: "ACCOUNT_KEY"});
